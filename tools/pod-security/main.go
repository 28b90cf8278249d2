// pod-security judges pods by the restricted Pod Security Standard, with Kubernetes' own checks: those that an API
// server runs where a namespace enforces the standard.
//
//	pod-security VERSION... < OBJECTS
//
// VERSION is one of Kubernetes, as a namespace's label names it: v1.29. OBJECTS is a JSON array of Kubernetes objects.
// The program writes a JSON array of the same length: what each object's pods break, in one of the versions; empty
// where nothing, and for objects that make no pods.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pod-security:", err)
		os.Exit(1)
	}
}

func run(versions []string, in io.Reader, out io.Writer) error {
	if len(versions) == 0 {
		return errors.New("name a version of Kubernetes, such as v1.29")
	}
	judges, err := newJudges(versions)
	if err != nil {
		return err
	}
	var objects []json.RawMessage
	if err := json.NewDecoder(in).Decode(&objects); err != nil {
		return fmt.Errorf("stdin is no JSON array: %w", err)
	}
	findings := make([][]finding, len(objects))
	for i, object := range objects {
		findings[i] = findingsOf(object, judges)
	}
	return json.NewEncoder(out).Encode(findings)
}

func findingsOf(object json.RawMessage, judges []judge) []finding {
	pod, err := podOf(object)
	if err != nil {
		return []finding{{Check: "pod", Problem: err.Error()}}
	}
	found := []finding{}
	if pod == nil {
		return found
	}
	told := map[finding]bool{}
	for _, judge := range judges {
		for _, each := range judge.findings(pod) {
			if !told[each] {
				told[each] = true
				found = append(found, each)
			}
		}
	}
	return found
}
