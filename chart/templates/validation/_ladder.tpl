{{/* nginx-rtmp tells renditions apart by how a stream's name ends. */}}
{{- define "hls-cloud.validation.ladder" -}}
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
