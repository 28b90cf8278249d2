{{/*
Volumes of recordings, which both tiers and monitoring look at. Call each with the root context:

  {{ include "hls-cloud.recording.onPods" . }}
      `true` where each ingest pod has a volume of its own; else empty
  {{ include "hls-cloud.recording.claim" . }}
      name of the pods' claims in the StatefulSet; Kubernetes puts the pod's name behind it
*/}}

{{- define "hls-cloud.recording.onPods" -}}
{{- if and .Values.recording.enabled (eq .Values.recording.volume.mode "pod") -}}true{{- end -}}
{{- end -}}

{{- define "hls-cloud.recording.claim" -}}
recordings
{{- end -}}
