{{/*
The one ffmpeg that makes a stream's whole ladder:

  {{ include "hls-cloud.ingest.ffmpeg.arguments" . }}  its arguments, as nginx tokens, from the root context
  {{ include "hls-cloud.ingest.ffmpeg.encodes" . }}    not empty where any rendition is encoded, from the root context

The others are parts of the arguments.
*/}}

{{/* Whether any rendition is encoded, and so the source decoded: not empty when one is. */}}
{{- define "hls-cloud.ingest.ffmpeg.encodes" -}}
{{- range .Values.ladder }}{{ if not .copy }}yes{{ end }}{{ end -}}
{{- end -}}

{{/*
ffmpeg's filter for one rendition: its size, even on both sides, never above the source's unless asked. Call with the
rendition.
*/}}
{{- define "hls-cloud.ingest.ffmpeg.scale" -}}
{{- if .width -}}
{{- if .upscale -}}scale=w={{ .width | int }}:h=-2{{- else -}}scale=w='trunc(min({{ .width | int }},iw)/2)*2':h=-2{{- end -}}
{{- else -}}
{{- if .upscale -}}scale=w=-2:h={{ .height | int }}{{- else -}}scale=w=-2:h='trunc(min({{ .height | int }},ih)/2)*2'{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Where encoded renditions put keyframes. Counting from the last one follows a source of 29.97 frames a second, and
10 ms forgive RTMP's rounding to milliseconds.
*/}}
{{- define "hls-cloud.ingest.ffmpeg.keyframes" -}}
{{- if .Values.ingest.transcoder.alignToSource -}}
source
{{- else -}}
expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+{{ .Values.hls.fragment }}-0.01))
{{- end -}}
{{- end -}}

{{/*
libx264's parameters of one rendition. A lookahead knows which blocks later frames build on, and frames are then not cut
into slices. superfast is given what costs no CPU: blocks that later frames build on get more of the bits (qcomp), and
less of what is faint is dropped (deadzone; presets from faster on weigh it instead). docs/decisions.md has the figures.
Call with "lookahead" and "preset".
*/}}
{{- define "hls-cloud.ingest.ffmpeg.x264" -}}
{{- with int .lookahead -}}
rc-lookahead={{ . }}:mbtree=1:sliced-threads=0{{ if eq $.preset "superfast" }}:qcomp=0.5:deadzone-inter=12:deadzone-intra=6{{ end }}
{{- end -}}
{{- end -}}

{{/*
The arguments of the one ffmpeg that makes the whole ladder, a line for each group, as nginx tokens.
-copyts keeps the publisher's clock, so that audio and video keep their distance when ffmpeg starts again.

All that is encoded is one output, whose tee gives each rendition its video and its audio: renditions whose audio has
the same bitrate share one encoder of it. A tee asks no encoder for the global header that FLV needs, so it is asked for
here, and it goes on without a rendition that is refused unless it is told to abort: ffmpeg is then started again.

The poster is one more output: the first frame, and then one in so many seconds. It is written by a thread of its own,
which tries again when the volume is full or away, so that the renditions never wait for it or end with it. A tee of one
stands before that thread: an ffmpeg that aborts would wait for it for ever otherwise.
*/}}
{{- define "hls-cloud.ingest.ffmpeg.arguments" -}}
{{- $root := . -}}
{{- $transcoder := .Values.ingest.transcoder -}}
{{- $rtmp := printf "rtmp://127.0.0.1:%d" (int .Values.runtime.ports.rtmp) -}}
-hide_banner -nostdin -loglevel {{ $transcoder.logLevel }} -copyts
-analyzeduration {{ mul 1000 (int64 $transcoder.analyzeDuration) }} -probesize {{ int64 $transcoder.probeSize }}
-threads {{ int $transcoder.threads }} -thread_type slice
{{- if and .Values.ingest.posters.enabled (not (include "hls-cloud.ingest.ffmpeg.encodes" .)) }} -skip_frame nokey{{ end }} -i "{{ $rtmp }}/live/${name}"
{{- $encoded := list }}
{{- $audioBitrates := list }}
{{- range .Values.ladder }}
{{- if not .copy }}
{{- $encoded = append $encoded . }}
{{- $audioBitrates = append $audioBitrates .audioBitrate | uniq }}
{{- end }}
{{- end }}
{{- $places := list }}
{{- range $index, $rendition := $encoded }}
{{- $audio := 0 }}
{{- range $number, $bitrate := $audioBitrates }}{{ if eq $bitrate $rendition.audioBitrate }}{{ $audio = $number }}{{ end }}{{ end }}
{{- $video := include "hls-cloud.ingest.bitrate.kilobitsOf" .videoBitrate | int64 }}
{{- $preset := .preset | default $transcoder.preset }}
{{- $tune := hasKey . "tune" | ternary .tune $transcoder.tune }}
{{- $place := printf "%s/show/${name}%s" $rtmp (include "hls-cloud.ladder.suffix" .) }}
{{- $places = append $places (printf "[f=flv:flvflags=no_duration_filesize:onfail=abort:select=%d,%d]%s" $index (add (len $encoded) $audio) $place) }}
-map 0:v:0 -c:v:{{ $index }} libx264 -preset:v:{{ $index }} {{ $preset }}
{{- with $tune }} -tune:v:{{ $index }} {{ . }}{{ end }}
{{- with .profile }} -profile:v:{{ $index }} {{ . }}{{ end }}
{{- with include "hls-cloud.ingest.ffmpeg.x264" (dict "lookahead" $transcoder.lookahead "preset" $preset) }} -x264-params:v:{{ $index }} {{ . }}{{ end }}
    -b:v:{{ $index }} {{ $video }}k -maxrate:v:{{ $index }} {{ $video }}k -bufsize:v:{{ $index }} {{ mulf $video $transcoder.bufferSeconds | int64 }}k
    -filter:v:{{ $index }} "{{ include "hls-cloud.ingest.ffmpeg.scale" . }}"
{{- end }}
{{- range $number, $bitrate := $audioBitrates }}
-map 0:a:0? -b:a:{{ $number }} {{ $bitrate }}
{{- end }}
{{- if $encoded }}
-threads:v {{ int $transcoder.threads }} -pix_fmt yuv420p -fps_mode passthrough -enc_time_base:v 1:1000
    -g 1000000 -sc_threshold 0 -force_key_frames "{{ include "hls-cloud.ingest.ffmpeg.keyframes" $root }}"
    -c:a aac -ac 2 -af aresample=async=1 -flags +global_header -f tee
    "{{ join "|" $places }}"
{{- end }}
{{- range .Values.ladder }}
{{- if .copy }}
-map 0:v:0 -map 0:a:0? -c copy
    -flvflags no_duration_filesize -f flv "{{ $rtmp }}/show/${name}{{ include "hls-cloud.ladder.suffix" . }}"
{{- end }}
{{- end }}
{{- with .Values.ingest.posters }}
{{- if .enabled }}
-map 0:v:0 -c:v mjpeg -q:v 5 -threads:v 1 -pix_fmt yuvj420p -fps_mode passthrough
    -vf "select='isnan(prev_selected_t)+gte(t-prev_selected_t,{{ int .interval }})',{{ include "hls-cloud.ingest.ffmpeg.scale" (dict "width" .width) }}"
    -f tee -use_fifo 1 -fifo_options drop_pkts_on_overflow=1:attempt_recovery=1:recover_any_error=1
    "[f=image2:update=1:atomic_writing=1:onfail=ignore]{{ include "hls-cloud.ingest.folders.posters" $root }}/${name}.jpg"
{{- end }}
{{- end }}
{{- end -}}
