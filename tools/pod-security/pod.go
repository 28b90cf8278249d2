package main

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
)

// podOf reads the pod that an object makes, and returns nil for an object that makes none.
func podOf(object json.RawMessage) (*corev1.PodTemplateSpec, error) {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(object, &head); err != nil {
		return nil, fmt.Errorf("not an object of Kubernetes: %w", err)
	}
	switch head.Kind {
	case "Pod":
		var pod corev1.PodTemplateSpec
		return &pod, json.Unmarshal(object, &pod)
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job":
		var workload struct {
			Spec struct {
				Template corev1.PodTemplateSpec `json:"template"`
			} `json:"spec"`
		}
		return &workload.Spec.Template, json.Unmarshal(object, &workload)
	case "CronJob":
		var cron struct {
			Spec struct {
				JobTemplate struct {
					Spec struct {
						Template corev1.PodTemplateSpec `json:"template"`
					} `json:"spec"`
				} `json:"jobTemplate"`
			} `json:"spec"`
		}
		return &cron.Spec.JobTemplate.Spec.Template, json.Unmarshal(object, &cron)
	default:
		return nil, nil
	}
}
