{{/*
Names of objects. Call each with the root context:

  {{ include "hls-cloud.names.fullname" . }}        the prefix of every name, at most 43 characters
  {{ include "hls-cloud.names.ingest" . }}          FULLNAME-ingest; pod N and its Service are FULLNAME-ingest-N
  {{ include "hls-cloud.names.delivery" . }}        FULLNAME-delivery
  {{ include "hls-cloud.names.test" . }}            FULLNAME-test, the pod of `helm test`
  {{ include "hls-cloud.names.serviceAccount" . }}  the account that the pods run as
*/}}

{{- define "hls-cloud.names.chart" -}}
{{- default .Chart.Name .Values.nameOverride -}}
{{- end -}}

{{/*
43 characters leave room for the longest thing derived from the name within 63: the StatefulSet's revision label,
FULLNAME-ingest-HASH. A name that is cut keeps a hash of the whole, so that two long releases never share one.
Services need a name that begins with a letter and has no dot, which a release's name may lack.
*/}}
{{- define "hls-cloud.names.fullname" -}}
{{- $name := include "hls-cloud.names.chart" . -}}
{{- $full := .Values.fullnameOverride -}}
{{- if not $full -}}
{{- $full = ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- end -}}
{{- $full = $full | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $full -}}
{{- $full = printf "hls-%s" $full -}}
{{- end -}}
{{- if gt (len $full) 43 -}}
{{- $full = printf "%s-%s" ($full | trunc 34 | trimSuffix "-") (sha256sum $full | trunc 8) -}}
{{- end -}}
{{- $full -}}
{{- end -}}

{{- define "hls-cloud.names.ingest" -}}
{{- include "hls-cloud.names.fullname" . }}-ingest
{{- end -}}

{{- define "hls-cloud.names.delivery" -}}
{{- include "hls-cloud.names.fullname" . }}-delivery
{{- end -}}

{{- define "hls-cloud.names.test" -}}
{{- include "hls-cloud.names.fullname" . }}-test
{{- end -}}

{{- define "hls-cloud.names.serviceAccount" -}}
{{- $made := ternary (include "hls-cloud.names.fullname" .) "default" .Values.serviceAccount.create -}}
{{- default $made .Values.serviceAccount.name -}}
{{- end -}}
