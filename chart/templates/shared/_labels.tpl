{{/*
Labels. Call each with a dict of the root context and, for an object that belongs to one, the component:

  {{ include "hls-cloud.labels.object" (dict "root" $ "component" "ingest") }}    metadata.labels of an object
  {{ include "hls-cloud.labels.selector" (dict "root" $ "component" "ingest") }}  what selects the component's pods
  {{ include "hls-cloud.labels.pod" (dict "root" $ "component" "ingest") }}       metadata.labels of its pods
*/}}

{{/* Selectors are immutable: these three labels never change, and no value adds to them. */}}
{{- define "hls-cloud.labels.selector" -}}
app.kubernetes.io/name: {{ include "hls-cloud.names.chart" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "hls-cloud.labels.object" -}}
{{- $chart := .root.Chart -}}
helm.sh/chart: {{ printf "%s-%s" $chart.Name $chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "hls-cloud.names.chart" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
app.kubernetes.io/version: {{ $chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* No version here: an update of the chart that changes nothing for the pods must not restart them. */}}
{{- define "hls-cloud.labels.pod" -}}
{{ include "hls-cloud.labels.selector" . }}
{{- $own := (get .root.Values .component).podLabels -}}
{{- with merge (dict) $own .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
