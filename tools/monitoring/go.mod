// The kinds of the Prometheus operator, for the cluster of the end-to-end run. Nothing is built: the module's files are read.
//
// Another version: cd tools/monitoring && go get github.com/prometheus-operator/prometheus-operator@VERSION
module hls-cloud/tools/monitoring

go 1.26.0

require github.com/prometheus-operator/prometheus-operator v0.85.0
