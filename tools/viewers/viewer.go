package main

import (
	"context"
	"net"
	"net/url"
	"time"
)

// Players begin three segments before the end of the playlist (RFC 8216, section 6.3.3).
const startBehind = 3

// What one viewer saw.
type viewer struct {
	connection connection
	// Path of the master playlist.
	master string

	playlists int
	segments  int
	bytes     int64
	// Segments that came after playback needed them, and by how much.
	late []time.Duration
	// From the request to the last byte, one for each segment.
	downloads []time.Duration
	// How much later than wanted it woke up: what this program itself adds.
	lags   []time.Duration
	errors []error
}

func newViewer(master *url.URL, index int) *viewer {
	from := net.IPv4(127, 1, byte(index/250), byte(index%250+1))
	return &viewer{connection: connection{address: master, from: from}, master: master.Path}
}

// watch plays from a moment on until the context ends.
func (v *viewer) watch(ctx context.Context, begin time.Time) {
	defer v.connection.close()
	v.sleep(ctx, begin)
	rendition := ""
	for rendition == "" && ctx.Err() == nil {
		text, err := v.connection.text(ctx, v.master)
		if err == nil {
			rendition, err = firstVariant(text, v.master)
		}
		if v.failed(ctx, err) {
			v.sleep(ctx, time.Now().Add(time.Second))
		}
	}
	v.play(ctx, rendition)
}

func (v *viewer) play(ctx context.Context, rendition string) {
	// The number of the next segment, and the moment at which playback needs it.
	next, due := -1, time.Time{}
	for ctx.Err() == nil {
		asked := time.Now()
		playlist, err := v.reload(ctx, rendition)
		if v.failed(ctx, err) {
			v.sleep(ctx, asked.Add(time.Second))
			continue
		}
		newest := playlist.segments[len(playlist.segments)-1].number
		if next < 0 {
			next = max(playlist.segments[0].number, newest+1-startBehind)
		}
		// Section 6.3.4: after a target duration, or half of it where nothing was new.
		pause := playlist.target
		if newest < next {
			pause /= 2
		}
		for _, one := range playlist.segments {
			if one.number < next || ctx.Err() != nil {
				continue
			}
			due = v.load(ctx, one, due)
			next = one.number + 1
		}
		v.sleep(ctx, asked.Add(pause))
	}
}

func (v *viewer) reload(ctx context.Context, rendition string) (mediaPlaylist, error) {
	text, err := v.connection.text(ctx, rendition)
	if err != nil {
		return mediaPlaylist{}, err
	}
	v.playlists++
	return parseMedia(text, rendition)
}

// load gets a segment that playback needs at a moment, and returns the moment at which it needs the next one. The
// video begins with the first segment, and stops where one is late.
func (v *viewer) load(ctx context.Context, one segment, due time.Time) time.Time {
	asked := time.Now()
	length, err := v.connection.skip(ctx, one.path)
	now := time.Now()
	// What does not come is missing from the video for as long as it would have lasted.
	if v.failed(ctx, err) || ctx.Err() != nil {
		return due.Add(one.duration)
	}
	v.segments++
	v.bytes += length
	v.downloads = append(v.downloads, now.Sub(asked))
	if due.IsZero() {
		due = now
	} else if now.After(due) {
		v.late = append(v.late, now.Sub(due))
		due = now
	}
	return due.Add(one.duration)
}

// failed keeps an error, unless the end of the run is its cause.
func (v *viewer) failed(ctx context.Context, err error) bool {
	if err != nil && ctx.Err() == nil {
		v.errors = append(v.errors, err)
	}
	return err != nil
}

// sleep waits for a moment, and notes how late it woke up.
func (v *viewer) sleep(ctx context.Context, until time.Time) {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		v.lags = append(v.lags, max(0, time.Since(until)))
	}
}
