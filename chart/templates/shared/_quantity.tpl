{{/*
Kubernetes' quantities:

  {{ include "hls-cloud.quantity.number" "512Mi" }}  a quantity as a plain number, of bytes or of CPUs
*/}}

{{- define "hls-cloud.quantity.number" -}}
{{- $decimal := dict "m" 1e-3 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 -}}
{{- $binary := dict "Ki" 0x1p10 "Mi" 0x1p20 "Gi" 0x1p30 "Ti" 0x1p40 "Pi" 0x1p50 "Ei" 0x1p60 -}}
{{- $unit := regexFind "[A-Za-z]*$" (toString .) -}}
{{- mulf (trimSuffix $unit (toString .)) (dig $unit 1 (merge $decimal $binary)) -}}
{{- end -}}
