package main

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// Where this program is the bottleneck, its metrics say nothing of the server: its viewers woke up so much later than
// they wanted, or it took so much of its cores.
const (
	lagAllowed  = 200 * time.Millisecond
	loadAllowed = 0.95
)

// report is what the program writes. Times are in seconds.
type report struct {
	Viewers     int     `json:"viewers"`
	Seconds     float64 `json:"seconds"`
	Playlists   int     `json:"playlists"`
	Segments    int     `json:"segments"`
	Bytes       int64   `json:"bytes"`
	Connections int     `json:"connections"`
	Errors      int     `json:"errors"`
	// A few of them.
	ErrorTexts []string `json:"errorTexts"`
	// Segments that came after playback needed them.
	LateSegments int     `json:"lateSegments"`
	LateMost     float64 `json:"lateMost"`
	// Of segments, from the request to the last byte.
	DownloadMedian float64 `json:"downloadMedian"`
	DownloadP99    float64 `json:"downloadP99"`
	DownloadMost   float64 `json:"downloadMost"`
	// Of this program's own timers.
	LagP99 float64 `json:"lagP99"`
	// Of the cores that this program may use, 0 to 1.
	Load float64 `json:"load"`
	// Why the metrics are not valid; empty where they are.
	Saturated string `json:"saturated"`
}

func reportOf(viewers []*viewer, cpu float64, elapsed time.Duration) report {
	whole := report{Viewers: len(viewers), Seconds: elapsed.Seconds(), ErrorTexts: []string{}}
	var late, downloads, lags []time.Duration
	for _, one := range viewers {
		whole.Playlists += one.playlists
		whole.Segments += one.segments
		whole.Bytes += one.bytes
		whole.Connections += one.connection.opened
		whole.Errors += len(one.errors)
		if len(one.errors) > 0 && len(whole.ErrorTexts) < 5 {
			whole.ErrorTexts = append(whole.ErrorTexts, one.errors[0].Error())
		}
		late = append(late, one.late...)
		downloads = append(downloads, one.downloads...)
		lags = append(lags, one.lags...)
	}
	whole.LateSegments = len(late)
	whole.LateMost = quantile(late, 1)
	whole.DownloadMedian, whole.DownloadP99 = quantile(downloads, 0.5), quantile(downloads, 0.99)
	whole.DownloadMost = quantile(downloads, 1)
	whole.LagP99 = quantile(lags, 0.99)
	whole.Load = cpu / elapsed.Seconds() / float64(runtime.GOMAXPROCS(0))
	if whole.LagP99 > lagAllowed.Seconds() {
		whole.Saturated = fmt.Sprintf("one in a hundred timers was late by %.2f s or more", whole.LagP99)
	} else if whole.Load > loadAllowed {
		whole.Saturated = fmt.Sprintf("it took %.0f %% of its cores", whole.Load*100)
	}
	return whole
}

// quantile sorts the values, and returns the one below which a share of them is, in seconds; 0 where there are none.
func quantile(values []time.Duration, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[int(share*float64(len(values)-1))].Seconds()
}

// cpuSeconds is what this process has taken of all cores.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
