{{/*
Rules that need more than one value, which the schema cannot state. Call it once, with the root context:

  {{ include "hls-cloud.validate.values" . }}

It fails once, with every problem found. Each rule below prints a line for a problem: `PATH: what is wrong; fix`.
*/}}

{{- define "hls-cloud.validate.values" -}}
{{- $problems := list -}}
{{- range list "removed" "ladder" "playlists" "ingest" "delivery" "services" "routes" "resources" "volumes" "recording" "auth" "paths" "labels" -}}
{{- $found := include (printf "hls-cloud.validate.%s" .) $ -}}
{{- range splitList "\n" $found -}}
{{- with trim . -}}{{- $problems = append $problems . -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- with uniq $problems -}}
{{- printf "\n\nThese values do not work:\n- %s\n" (join "\n- " .) | fail -}}
{{- end -}}
{{- end -}}

{{/* Values of older versions. The schema admits them, so that these messages can say what replaces them. */}}
{{- define "hls-cloud.validate.removed" -}}
{{- if hasKey .Values.delivery.cache "films" }}
delivery.cache.films: its name is delivery.cache.recordings since version 0.3.0; rename it
{{- end }}
{{- end -}}

{{/* nginx-rtmp tells renditions apart by how a stream's name ends. */}}
{{- define "hls-cloud.validate.ladder" -}}
{{- $copies := list -}}
{{- range $i, $one := .Values.ladder -}}
{{- if $one.copy -}}
{{- $copies = append $copies $i -}}
{{- else if and $one.width $one.height }}
ladder[{{ $i }}]: {{ $one.name }} has a width and a height, which would distort other shapes; keep one of them
{{- else if not (or $one.width $one.height) }}
ladder[{{ $i }}]: {{ $one.name }} has no size; give it a width or a height, or `copy: true`
{{- end }}
{{- range $j, $other := $.Values.ladder }}
{{- if and (lt $i $j) (eq $one.name $other.name) }}
ladder[{{ $j }}].name: {{ $other.name }} is the name of ladder[{{ $i }}] too; give each rendition a name of its own
{{- else if and (ne $i $j) (hasSuffix (printf "_%s" $other.name) (printf "_%s" $one.name)) (ne $one.name $other.name) }}
ladder[{{ $i }}].name: {{ $one.name }} ends in _{{ $other.name }}, so that its streams would be taken for {{ $other.name }}'s; rename one of them
{{- end }}
{{- end }}
{{- end }}
{{- range rest $copies }}
ladder[{{ . }}].copy: ladder[{{ first $copies }}] copies the source already; remove one of them
{{- end }}
{{- end -}}

{{/* Seconds are compared in halves, the schema's step, so that the remainder is one of whole numbers. */}}
{{- define "hls-cloud.validate.playlists" -}}
{{- $hls := .Values.hls -}}
{{- $dash := .Values.dash -}}
{{- if lt (float64 $hls.playlistLength) (mulf 3 $hls.fragment) }}
hls.playlistLength: {{ $hls.playlistLength }} s holds less than three fragments of {{ $hls.fragment }} s, and players stall; set at least {{ mulf 3 $hls.fragment }}
{{- end }}
{{- if $dash.enabled }}
{{- $fragment := include "hls-cloud.dash.fragment" $ }}
{{- $length := include "hls-cloud.dash.playlistLength" $ }}
{{- if mod (mulf 2 $fragment | int) (mulf 2 $hls.fragment | int) }}
dash.fragment: {{ $fragment }} s is no multiple of hls.fragment, and keyframes come every {{ $hls.fragment }} s; set a multiple of {{ $hls.fragment }}, or null
{{- end }}
{{- if and (or $dash.fragment $dash.playlistLength) (lt (float64 $length) (mulf 3 $fragment)) }}
dash.playlistLength: {{ $length }} s holds less than three fragments of {{ $fragment }} s, and players stall; set at least {{ mulf 3 $fragment }}
{{- end }}
{{- else }}
{{- range list "fragment" "playlistLength" }}
{{- if get $dash . }}
dash.{{ . }}: it is set, but DASH is off; set dash.enabled to true, or remove it
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.ingest" -}}
{{- $ports := .Values.runtime.ports -}}
{{- range $pod := list (list "rtmp" "ingest" "callback" "ingestMetrics") (list "delivery" "deliveryMetrics") }}
{{- range $i, $one := $pod }}
{{- range $other := slice $pod 0 $i }}
{{- if eq (int (get $ports $one)) (int (get $ports $other)) }}
runtime.ports.{{ $one }}: {{ get $ports $one }} is runtime.ports.{{ $other }} too, and one pod opens both; choose another port
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $addresses := len .Values.runtime.ingestAddresses }}
{{- if and $addresses (ne $addresses (int .Values.ingest.replicas)) }}
runtime.ingestAddresses: {{ $addresses }} given for {{ .Values.ingest.replicas }} ingest pods; give one address a pod, or none
{{- end }}
{{- if le (float64 .Values.ingest.idleTimeout) (float64 .Values.ingest.takeoverAfter) }}
ingest.takeoverAfter: {{ .Values.ingest.takeoverAfter }} s is not below ingest.idleTimeout ({{ .Values.ingest.idleTimeout }} s), after which the publisher is gone anyway; set a smaller one
{{- end }}
{{- $needed := include "hls-cloud.drain.podSeconds" . | int }}
{{- with .Values.ingest.terminationGracePeriodSeconds }}
{{- if lt (int .) $needed }}
ingest.terminationGracePeriodSeconds: {{ . }} s ends the pod before it is drained; set at least {{ $needed }} or null, or lower ingest.drain.seconds
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.delivery" -}}
{{- $delivery := .Values.delivery -}}
{{- with $delivery.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
delivery.autoscaling.minReplicas: {{ .minReplicas }} is more than maxReplicas ({{ .maxReplicas }}); lower it, or raise maxReplicas
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .targetMemoryUtilizationPercentage) }}
delivery.autoscaling.targetCPUUtilizationPercentage: there is nothing to scale by; set it, or targetMemoryUtilizationPercentage
{{- end }}
{{- range $resource, $target := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" }}
{{- $resources := $delivery.resources }}
{{- if and (get $delivery.autoscaling $target) (not (or (dig "requests" $resource "" $resources) (dig "limits" $resource "" $resources))) }}
delivery.resources.requests.{{ $resource }}: delivery.autoscaling.{{ $target }} is a percentage of it, and there is none; set it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $limit := dig "limits" "memory" "" $delivery.resources }}
{{- if and (eq .Values.storage.mode "origin") (eq $delivery.cache.medium "Memory") $limit }}
{{- $needed := addf (include "hls-cloud.resources.number" $delivery.cache.size) (include "hls-cloud.resources.number" "64Mi") }}
{{- if gt $needed (include "hls-cloud.resources.number" $limit | float64) }}
delivery.resources.limits.memory: {{ $limit }} does not hold a cache of {{ $delivery.cache.size }} in memory and 64Mi for nginx; raise it, or lower delivery.cache.size
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.services" -}}
{{- $range := .Values.cluster.nodePortRange -}}
{{- $min := int $range.min }}{{ $max := int $range.max }}
{{- if gt $min $max }}
cluster.nodePortRange.min: {{ $min }} is above cluster.nodePortRange.max ({{ $max }}); swap them
{{- end }}
{{- $ports := list }}
{{- range $tier := list "ingest" "delivery" }}
{{- $path := printf "%s.service" $tier }}
{{- with (get $.Values $tier).service }}
{{- $exposed := ne .type "ClusterIP" }}
{{- with .nodePort }}
{{- if not $exposed }}
{{ $path }}.nodePort: it is set, but a ClusterIP Service has none; set {{ $path }}.type to NodePort or LoadBalancer, or remove it
{{- else if or (lt (int .) $min) (gt (int .) $max) }}
{{ $path }}.nodePort: {{ . }} is outside the cluster's range; choose one from {{ $min }} to {{ $max }}, or set cluster.nodePortRange to the cluster's
{{- else if has (int .) $ports }}
{{ $path }}.nodePort: {{ . }} is ingest.service.nodePort too; choose another one
{{- end }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- if and .externalTrafficPolicy (not $exposed) }}
{{ $path }}.externalTrafficPolicy: it is set, but a ClusterIP Service has none; set {{ $path }}.type to NodePort or LoadBalancer, or remove it
{{- end }}
{{- if ne .type "LoadBalancer" }}
{{- if .loadBalancerClass }}
{{ $path }}.loadBalancerClass: it is set, but the Service is a {{ .type }}; set {{ $path }}.type to LoadBalancer, or remove it
{{- end }}
{{- if .loadBalancerSourceRanges }}
{{ $path }}.loadBalancerSourceRanges: it is set, but the Service is a {{ .type }}; set {{ $path }}.type to LoadBalancer, or remove it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.routes" -}}
{{- with .Values.delivery }}
{{- if and .ingress.enabled (not .ingress.hosts) }}
delivery.ingress.hosts: the Ingress has none; add a host with its paths, or set delivery.ingress.enabled to false
{{- end }}
{{- if and .httpRoute.enabled (not .httpRoute.parentRefs) }}
delivery.httpRoute.parentRefs: the route has no gateway; name one, or set delivery.httpRoute.enabled to false
{{- end }}
{{- end }}
{{- with .Values.ingest.tcpRoute }}
{{- if and .enabled (not .parentRefs) }}
ingest.tcpRoute.parentRefs: the route has no gateway; name one, or set ingest.tcpRoute.enabled to false
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.resources" -}}
{{- range $tier := list "ingest" "delivery" }}
{{- $limits := dig "resources" "limits" dict (get $.Values $tier) }}
{{- range $resource, $request := dig "resources" "requests" dict (get $.Values $tier) }}
{{- with get $limits $resource }}
{{- if gt (include "hls-cloud.resources.number" $request | float64) (include "hls-cloud.resources.number" . | float64) }}
{{ $tier }}.resources.requests.{{ $resource }}: {{ $request }} is more than the limit of {{ . }}; lower it, or raise the limit
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.validate.volumes" -}}
{{- $delivery := .Values.delivery -}}
{{- $viewers := ternary $delivery.autoscaling.maxReplicas $delivery.replicas $delivery.autoscaling.enabled | int -}}
{{- $ingest := int .Values.ingest.replicas -}}
{{ include "hls-cloud.validate.volume" (dict
  "path" "storage.shared" "volume" .Values.storage.shared
  "used" (eq .Values.storage.mode "shared") "switch" "storage.mode to shared"
  "scaled" (or (gt $ingest 1) (gt $viewers 1)) "pods" (printf "%d ingest and up to %d delivery pods" $ingest $viewers)
) }}
{{ include "hls-cloud.validate.volume" (dict
  "path" "vod" "volume" .Values.vod
  "used" .Values.vod.enabled "switch" "vod.enabled to true"
  "scaled" (gt $viewers 1) "pods" (printf "up to %d delivery pods" $viewers)
) }}
{{- end -}}

{{/* One volume. Call it with a dict of its path and values, whether it is used and what would switch it on, and who mounts it. */}}
{{- define "hls-cloud.validate.volume" -}}
{{- $path := .path -}}
{{- $volume := .volume -}}
{{- $kinds := list -}}
{{- if or $volume.nfs.server $volume.nfs.path }}{{ $kinds = append $kinds "nfs" }}{{ end -}}
{{- if $volume.existingClaim }}{{ $kinds = append $kinds "existingClaim" }}{{ end -}}
{{- if $volume.storageClass }}{{ $kinds = append $kinds "storageClass" }}{{ end -}}
{{- if $volume.hostPath.path }}{{ $kinds = append $kinds "hostPath" }}{{ end -}}
{{- if not .used }}
{{- range $kinds }}
{{ $path }}.{{ . }}: it is set, but the volume is not used; set {{ $.switch }}, or remove it
{{- end }}
{{- else }}
{{- if not $kinds }}
{{ $path }}: there is no volume; set one of {{ $path }}.nfs, .existingClaim, .storageClass and .hostPath
{{- else if gt (len $kinds) 1 }}
{{ $path }}: {{ join ", " $kinds }} are set, and only one volume can be mounted; keep one of them
{{- end }}
{{- if and $volume.nfs.server (not $volume.nfs.path) }}
{{ $path }}.nfs.path: the server has no path; set the path that it exports
{{- else if and $volume.nfs.path (not $volume.nfs.server) }}
{{ $path }}.nfs.server: the path has no server; set the server that exports it
{{- end }}
{{- if not $volume.existingClaim }}
{{- if eq $volume.accessMode "ReadWriteOncePod" }}
{{ $path }}.accessMode: ReadWriteOncePod admits one pod, and an update or the other tier needs a second; set ReadWriteMany
{{- else if and .scaled (eq $volume.accessMode "ReadWriteOnce") }}
{{ $path }}.accessMode: ReadWriteOnce admits one node, and {{ .pods }} mount the volume; set ReadWriteMany, or run one pod of each
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* nginx looks names up by itself, as they are: it knows neither search domains nor /etc/hosts. */}}
{{- define "hls-cloud.validate.auth" -}}
{{- with .Values.auth.publish }}
{{- if and .keys .existingSecret }}
auth.publish.existingSecret: it is set, and auth.publish.keys are too; keep one of them
{{- end }}
{{- range $name := keys .keys | sortAlpha }}
{{- if not (regexMatch "^[A-Za-z0-9_*-]{1,64}$" $name) }}
auth.publish.keys: {{ $name | quote }} is no name of a stream and no pattern of names; use 1 to 64 of A-Z a-z 0-9 _ - *
{{- end }}
{{- end }}
{{- with $.Values.auth.play.signed }}
{{- if and .keys .existingSecret }}
auth.play.signed.existingSecret: it is set, and auth.play.signed.keys are too; keep one of them
{{- else if and .enabled (not .keys) (not .existingSecret) }}
auth.play.signed.keys: there are none, so that nobody could play; set them or auth.play.signed.existingSecret, or set auth.play.signed.enabled to false
{{- else if and (not .enabled) (or .keys .existingSecret) }}
auth.play.signed.{{ ternary "keys" "existingSecret" (gt (len .keys) 0) }}: it is set, but signed playback is off; set auth.play.signed.enabled to true, or remove it
{{- end }}
{{- end }}
{{- with $.Values.auth.admin }}
{{- if and .token .existingSecret }}
auth.admin.existingSecret: it is set, and auth.admin.token is too; keep one of them
{{- else if and .enabled (not .token) (not .existingSecret) }}
auth.admin.token: there is none, so that nobody could control streams; set it or auth.admin.existingSecret, or set auth.admin.enabled to false
{{- else if and (not .enabled) (or .token .existingSecret) }}
auth.admin.{{ ternary "token" "existingSecret" (ne .token "") }}: it is set, but control is off; set auth.admin.enabled to true, or remove it
{{- end }}
{{- end }}
{{- $host := regexReplaceAll "^https?://([^/]*?)(:[0-9]+)?(/.*)?$" .url "${1}" }}
{{- if or (and $host (not (contains "." $host)) (not (contains "[" $host))) (hasSuffix ".svc" $host) }}
auth.publish.url: {{ $host }} is no full name, and cluster search domains are not tried; write a name such as keys.default.svc.cluster.local, or an address
{{- end }}
{{- end }}
{{- end -}}

{{/* Every ingest pod writes to the volume, and every delivery pod reads it, unless each ingest pod has its own. */}}
{{- define "hls-cloud.validate.recording" -}}
{{- with .Values.recording }}
{{- if .enabled }}
{{- $vod := $.Values.vod }}
{{- $onPods := eq .volume.mode "pod" }}
{{- if and .volume.storageClass (not $onPods) }}
recording.volume.storageClass: it is set, but recordings go to the volume of vod; set recording.volume.mode to pod, or remove it
{{- end }}
{{- if $onPods }}
{{- if le (include "hls-cloud.resources.number" .volume.size | float64) (include "hls-cloud.resources.number" .minFree | float64) }}
recording.volume.size: {{ .volume.size }} is no more than what must stay free (recording.minFree, {{ .minFree }}), so that nothing would be recorded; raise it, or lower recording.minFree
{{- end }}
{{- else if not $vod.enabled }}
recording.enabled: recordings are kept on the VOD volume, and there is none; set vod.enabled to true and its volume, or recording.volume.mode to pod
{{- else if not $vod.existingClaim }}
{{- if ne $vod.accessMode "ReadWriteMany" }}
vod.accessMode: {{ $vod.accessMode }} keeps the ingest pods from writing recordings beside delivery; set ReadWriteMany, or recording.volume.mode to pod
{{- end }}
{{- if and $vod.nfs.server (has "ro" $vod.nfs.mountOptions) }}
vod.nfs.mountOptions: ro keeps the ingest pods from writing recordings; remove it, or set recording.volume.mode to pod
{{- end }}
{{- end }}
{{- if and .schedule (has "*" .streams) }}
recording.schedule: recording.streams has *, so that all streams are recorded at all times; set recording.streams to [], or remove the schedule
{{- end }}
{{- range $i, $entry := .schedule }}
{{- if eq $entry.from $entry.to }}
recording.schedule[{{ $i }}].to: {{ $entry.to }} is its beginning too; set another time, or 00:00 to 24:00 for the whole day
{{- end }}
{{- end }}
{{- if and .maxSize .keep.size }}
{{- if lt (include "hls-cloud.resources.number" .keep.size | float64) (include "hls-cloud.resources.number" .maxSize | float64) }}
recording.keep.size: {{ .keep.size }} is less than one file of recording.maxSize ({{ .maxSize }}); raise it, or lower recording.maxSize
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* nginx-rtmp's cleaner deletes what it finds old anywhere below the media folder. */}}
{{- define "hls-cloud.validate.paths" -}}
{{- $paths := .Values.runtime.paths -}}
{{- $folders := list "config" "run" "media" "vod" "cache" "secrets" -}}
{{- range $i, $one := $folders }}
{{- range $other := slice $folders 0 $i }}
{{- if eq (get $paths $one | trimSuffix "/") (get $paths $other | trimSuffix "/") }}
runtime.paths.{{ $one }}: {{ get $paths $one }} is runtime.paths.{{ $other }} too; choose another folder
{{- end }}
{{- end }}
{{- end }}
{{- if hasPrefix (printf "%s/" (trimSuffix "/" $paths.media)) $paths.vod }}
runtime.paths.vod: {{ $paths.vod }} lies in runtime.paths.media, where old files are deleted; choose a folder outside of it
{{- end }}
{{- end -}}

{{/* A label that a selector uses would cut the pods off from their Services. */}}
{{- define "hls-cloud.validate.labels" -}}
{{- $maps := dict "commonLabels" .Values.commonLabels "ingest.podLabels" .Values.ingest.podLabels "delivery.podLabels" .Values.delivery.podLabels -}}
{{- range $path, $labels := $maps }}
{{- range $name := keys $labels | sortAlpha }}
{{- if regexMatch "^(app\\.kubernetes\\.io/(name|instance|component|version|managed-by)|helm\\.sh/chart|hls-cloud/volume)$" $name }}
{{ $path }}: {{ $name }} is the chart's own label; remove it
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
