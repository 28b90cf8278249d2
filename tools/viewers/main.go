// Command viewers plays a live HLS stream for so many viewers, and reports how well that went.
//
// On stdout it writes "steady" when every viewer is to have begun, and at the end one JSON object (report.go).
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	master := flag.String("master", "", "URL of the stream's master playlist, on 127.0.0.1")
	count := flag.Int("viewers", 1, "how many play")
	ramp := flag.Duration("ramp", 5*time.Second, "time over which they begin")
	steady := flag.Duration("steady", 20*time.Second, "time for which all play")
	flag.Parse()
	address, err := url.Parse(*master)
	if err != nil || address.Hostname() != "127.0.0.1" || address.Path == "" || *count < 1 {
		fmt.Fprintln(os.Stderr, "viewers: -master needs the URL of a playlist on 127.0.0.1, -viewers a number above 0")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *ramp+*steady)
	defer cancel()

	before, startedAt := cpuSeconds(), time.Now()
	viewers := make([]*viewer, *count)
	var running sync.WaitGroup
	for index := range viewers {
		one := newViewer(address, index)
		viewers[index] = one
		begin := startedAt.Add(*ramp * time.Duration(index) / time.Duration(*count))
		running.Go(func() { one.watch(ctx, begin) })
	}
	time.AfterFunc(*ramp, func() { fmt.Println("steady") })
	running.Wait()

	report := reportOf(viewers, cpuSeconds()-before, time.Since(startedAt))
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		fmt.Fprintln(os.Stderr, "viewers:", err)
		os.Exit(1)
	}
}
