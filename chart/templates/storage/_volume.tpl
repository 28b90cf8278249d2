{{/*
The volumes that outlive pods. Call each with a dict of the root context, the volume's name (`shared` or `vod`) and its
values:

  {{ include "hls-cloud.storage.volume.claimName" (dict "root" $ "name" "vod" "volume" .Values.vod) }}  its claim
  {{ include "hls-cloud.storage.volume.objects" (dict "root" $ "name" "vod" "volume" .Values.vod) }}    its objects

`"keep" true` leaves a provisioned claim, and so its data, behind when the release is removed.
*/}}

{{- define "hls-cloud.storage.volume.claimName" -}}
{{- default (printf "%s-%s" (include "hls-cloud.names.fullname" .root) .name) .volume.existingClaim -}}
{{- end -}}

{{- define "hls-cloud.storage.volume.objects" -}}
{{- if not .volume.existingClaim -}}
{{- if not .volume.storageClass -}}
{{ include "hls-cloud.storage.volume.persistentVolume" . }}
---
{{ end -}}
{{ include "hls-cloud.storage.volume.claim" . }}
{{- end -}}
{{- end -}}

{{/* A PersistentVolume has no namespace, so what names it and binds it must be unique in the whole cluster. */}}
{{- define "hls-cloud.storage.volume.name" -}}
{{- $claim := printf "%s-%s" (include "hls-cloud.names.fullname" .root) .name -}}
{{- printf "%s-%s" $claim (printf "%s/%s" .root.Release.Namespace $claim | sha256sum | trunc 8) -}}
{{- end -}}

{{- define "hls-cloud.storage.volume.persistentVolume" -}}
{{- $name := include "hls-cloud.storage.volume.name" . -}}
apiVersion: v1
kind: PersistentVolume
metadata:
  name: {{ $name }}
  labels:
    {{- include "hls-cloud.labels.object" (dict "root" .root) | nindent 4 }}
    hls-cloud/volume: {{ $name }}
spec:
  # Empty: no provisioner may take the volume, or make another one for the claim.
  storageClassName: ""
  capacity:
    storage: {{ .volume.size }}
  accessModes:
    - {{ .volume.accessMode }}
  persistentVolumeReclaimPolicy: Retain
  # The claim selects the volume; this keeps other claims from taking it first.
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    name: {{ include "hls-cloud.storage.volume.claimName" . | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
  {{- with .volume.nfs }}
  {{- if .server }}
  nfs:
    server: {{ .server | quote }}
    path: {{ .path | quote }}
  {{- with .mountOptions }}
  mountOptions:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  {{- end }}
  {{- with .volume.hostPath.path }}
  hostPath:
    path: {{ . | quote }}
    type: DirectoryOrCreate
  {{- end }}
{{- end -}}

{{- define "hls-cloud.storage.volume.claim" -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ include "hls-cloud.storage.volume.claimName" . | quote }}
  labels:
    {{- include "hls-cloud.labels.object" (dict "root" .root) | nindent 4 }}
  {{- if and .keep .volume.storageClass }}
  annotations:
    helm.sh/resource-policy: keep
  {{- end }}
spec:
  storageClassName: {{ .volume.storageClass | quote }}
  accessModes:
    - {{ .volume.accessMode }}
  resources:
    requests:
      storage: {{ .volume.size }}
  {{- if not .volume.storageClass }}
  selector:
    matchLabels:
      hls-cloud/volume: {{ include "hls-cloud.storage.volume.name" . }}
  {{- end }}
{{- end -}}
