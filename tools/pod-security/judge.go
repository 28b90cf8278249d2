package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// A finding is one check that a pod does not pass.
type finding struct {
	// Check is its name in Kubernetes, such as runAsNonRoot.
	Check string `json:"check"`
	// Problem is what the API server says of it.
	Problem string `json:"problem"`
}

// A judge holds pods to the standard of one version.
type judge struct {
	level  api.LevelVersion
	checks []namedCheck
}

// A namedCheck runs one check by itself: the results of all at once have no names.
type namedCheck struct {
	name      string
	evaluator policy.Evaluator
}

func newJudges(versions []string) ([]judge, error) {
	judges := make([]judge, len(versions))
	for i, text := range versions {
		version, err := api.ParseVersion(text)
		if err != nil {
			return nil, fmt.Errorf("%s is no version of Kubernetes: %w", text, err)
		}
		if judges[i], err = newJudge(version); err != nil {
			return nil, err
		}
	}
	return judges, nil
}

func newJudge(version api.Version) (judge, error) {
	level := api.LevelVersion{Level: api.LevelRestricted, Version: version}
	made := judge{level: level}
	all := policy.DefaultChecks()
	overridden := overriddenBy(all)
	for _, check := range all {
		if overridden[check.ID] {
			continue
		}
		evaluator, err := policy.NewEvaluator([]policy.Check{check}, nil)
		if err != nil {
			return judge{}, err
		}
		made.checks = append(made.checks, namedCheck{name: string(check.ID), evaluator: evaluator})
	}
	return made, nil
}

// overriddenBy names the checks of the baseline standard that a stricter one of the restricted standard stands for.
func overriddenBy(checks []policy.Check) map[policy.CheckID]bool {
	overridden := map[policy.CheckID]bool{}
	for _, check := range checks {
		for _, version := range check.Versions {
			for _, id := range version.OverrideCheckIDs {
				overridden[id] = true
			}
		}
	}
	return overridden
}

func (j judge) findings(pod *corev1.PodTemplateSpec) []finding {
	var found []finding
	for _, check := range j.checks {
		results := check.evaluator.EvaluatePod(j.level, &pod.ObjectMeta, &pod.Spec)
		if result := policy.AggregateCheckResults(results); !result.Allowed {
			found = append(found, finding{Check: check.name, Problem: result.ForbiddenDetail()})
		}
	}
	return found
}
