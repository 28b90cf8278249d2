{{/*
What makes the watch page's files a page: their type, and the title and the player's delay in the places that are kept
for them. `$` would begin one of nginx's variables, and `\` would escape; as HTML, both are harmless.
*/}}
{{- define "hls-cloud.delivery.page.text" -}}
default_type text/html;
charset utf-8;
sub_filter __TITLE__ "{{ .Values.delivery.watchPage.title | html | replace "\\" "&#92;" | replace "$" "&#36;" }}";
sub_filter __LIVE_DELAY__ {{ .Values.delivery.watchPage.liveDelay }};
sub_filter_once off;
{{- end -}}
