// Viewers for the benchmarks: they play a live stream as players do, thousands in one process. See harness/tools/go-tools.ts.
module hls-cloud/viewers

go 1.25
