package main

import (
	"bytes"
	"errors"
	"path"
	"strconv"
	"time"
)

// A segment of a media playlist.
type segment struct {
	number   int
	path     string
	duration time.Duration
}

// A media playlist, as far as a player needs it.
type mediaPlaylist struct {
	target   time.Duration
	segments []segment
}

// firstVariant is the path of the first rendition in a master playlist that lies at a path.
func firstVariant(text []byte, at string) (string, error) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return path.Join(path.Dir(at), string(line)), nil
		}
	}
	return "", errors.New("the master playlist names no rendition")
}

// parseMedia reads a media playlist that lies at a path.
func parseMedia(text []byte, at string) (mediaPlaylist, error) {
	var playlist mediaPlaylist
	var duration time.Duration
	number := 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if value, found := bytes.CutPrefix(line, []byte("#EXT-X-MEDIA-SEQUENCE:")); found {
			number, _ = strconv.Atoi(string(value))
		} else if value, found := bytes.CutPrefix(line, []byte("#EXT-X-TARGETDURATION:")); found {
			playlist.target = seconds(value)
		} else if value, found := bytes.CutPrefix(line, []byte("#EXTINF:")); found {
			value, _, _ = bytes.Cut(value, []byte(","))
			duration = seconds(value)
		} else if len(line) > 0 && line[0] != '#' {
			file := path.Join(path.Dir(at), string(line))
			playlist.segments = append(playlist.segments, segment{number, file, duration})
			number++
		}
	}
	if playlist.target <= 0 || len(playlist.segments) == 0 {
		return playlist, errors.New("this is no media playlist with segments")
	}
	return playlist, nil
}

func seconds(text []byte) time.Duration {
	value, _ := strconv.ParseFloat(string(text), 64)
	return time.Duration(value * float64(time.Second))
}
