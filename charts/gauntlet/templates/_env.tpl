{{- define "gauntlet.secretRef" -}}
valueFrom: { secretKeyRef: { name: {{ .name }}, key: {{ .key }} } }
{{- end }}

{{- define "gauntlet.databaseEnv" -}}
- name: DATABASE_URL
  {{- if .Values.database.existingSecret }}
  {{- include "gauntlet.secretRef" (dict "name" .Values.database.existingSecret "key" .Values.database.key) | nindent 2 }}
  {{- else }}
  {{- include "gauntlet.secretRef" (dict "name" (.ownSecret | default (include "gauntlet.ownSecret" .)) "key" "DATABASE_URL") | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Of all roles. */}}
{{- define "gauntlet.env" -}}
{{- $own := include "gauntlet.ownSecret" . -}}
{{ include "gauntlet.databaseEnv" . }}
- { name: GAUNTLET_DATABASE_CONNECTIONS, value: {{ .Values.database.connections | quote }} }
- name: GAUNTLET_SECRET_KEY
  {{- include "gauntlet.secretRef" (dict "name" (.Values.secretKey.existingSecret | default (printf "%s-key" $own)) "key" (ternary .Values.secretKey.key "GAUNTLET_SECRET_KEY" (ne .Values.secretKey.existingSecret ""))) | nindent 2 }}
{{- if or .Values.redis.existingSecret .Values.redis.url .Values.trial.redis.enabled }}
- name: REDIS_URL
  {{- if .Values.redis.existingSecret }}
  {{- include "gauntlet.secretRef" (dict "name" .Values.redis.existingSecret "key" .Values.redis.key) | nindent 2 }}
  {{- else }}
  {{- include "gauntlet.secretRef" (dict "name" $own "key" "REDIS_URL") | nindent 2 }}
  {{- end }}
{{- end }}
{{- if .Values.trial.s3.enabled }}
- { name: S3_BUCKET, value: gauntlet }
- { name: S3_ENDPOINT, value: "http://{{ include "gauntlet.name" . }}-trial-s3:7070" }
# Pods of tests do not reach the store of the trial: their files go through the server.
- { name: S3_PRESIGNED, value: "off" }
{{- include "gauntlet.s3Keys" $own | nindent 0 }}
{{- else if .Values.s3.bucket }}
- { name: S3_BUCKET, value: {{ .Values.s3.bucket | quote }} }
{{- range $name, $value := dict "S3_ENDPOINT" .Values.s3.endpoint "S3_REGION" .Values.s3.region "S3_PREFIX" .Values.s3.prefix "S3_ADDRESSING" .Values.s3.addressing "S3_PRESIGNED" .Values.s3.presigned "S3_PUBLIC_ENDPOINT" .Values.s3.publicEndpoint }}
{{- if $value }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}
{{- if .Values.s3.existingSecret }}
{{- include "gauntlet.s3Keys" .Values.s3.existingSecret | nindent 0 }}
{{- end }}
{{- else }}
- { name: GAUNTLET_ARTIFACTS_DIR, value: /artifacts }
{{- end }}
- { name: GAUNTLET_MIGRATIONS, value: {{ ternary "at-start" "wait" .Values.trial.postgresql.enabled }} }
{{- if .Values.oidc.issuer }}
- { name: GAUNTLET_OIDC_ISSUER, value: {{ .Values.oidc.issuer | quote }} }
- { name: GAUNTLET_OIDC_CLIENT_ID, value: {{ required "oidc.clientId" .Values.oidc.clientId | quote }} }
- { name: GAUNTLET_OIDC_ROLE_MAP, value: {{ .Values.oidc.roleMap | toJson | quote }} }
{{- range $name, $value := dict "SCOPES" .Values.oidc.scopes "GROUPS_CLAIM" .Values.oidc.groupsClaim "NAME" .Values.oidc.name }}
{{- if $value }}
- { name: GAUNTLET_OIDC_{{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}
{{- if .Values.oidc.linkByEmail }}
- { name: GAUNTLET_OIDC_LINK_BY_EMAIL, value: "true" }
{{- end }}
{{- if .Values.oidc.existingSecret }}
- name: GAUNTLET_OIDC_CLIENT_SECRET
  {{- include "gauntlet.secretRef" (dict "name" .Values.oidc.existingSecret "key" "GAUNTLET_OIDC_CLIENT_SECRET") | nindent 2 }}
{{- end }}
{{- end }}
{{- if .Values.smtp.existingSecret }}
- name: GAUNTLET_SMTP_URL
  {{- include "gauntlet.secretRef" (dict "name" .Values.smtp.existingSecret "key" "GAUNTLET_SMTP_URL") | nindent 2 }}
{{- end }}
{{- $s := .Values.settings }}
{{- range $name, $value := dict
  "GAUNTLET_SMTP_FROM" .Values.smtp.from
  "GAUNTLET_PUBLIC_URL" .Values.publicUrl
  "GAUNTLET_LOG_LEVEL" $s.logLevel
  "GAUNTLET_OUTBOUND_ALLOW" $s.outboundAllow
  "GAUNTLET_TRUSTED_TEAMS" $s.trustedTeams
  "GAUNTLET_TRUSTED_PROXIES" $s.trustedProxies
  "GAUNTLET_SECURE_COOKIES" $s.secureCookies
  "GAUNTLET_MAX_UPLOAD_MIB" $s.maxUploadMib
  "GAUNTLET_MAX_ARTIFACT_MIB" $s.maxArtifactMib
  "GAUNTLET_RESULTS_RETENTION_DAYS" $s.resultsRetentionDays
  "GAUNTLET_AGENT_CA_FILE" .Values.tests.caFile
  "PUSHGATEWAY_URL" .Values.metrics.pushgatewayUrl }}
{{- if $value }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end }}
{{- $apiUrl := .Values.tests.apiUrl | default (include "gauntlet.apiUrl" .) | quote }}
- { name: GAUNTLET_API_URL, value: {{ $apiUrl }} }
- { name: GAUNTLET_CLUSTER_API_URL, value: {{ $apiUrl }} }
- { name: GAUNTLET_AGENT_IMAGE, value: {{ include "gauntlet.image" . | quote }} }
{{- if .Values.metrics.podMonitor.enabled }}
- { name: GAUNTLET_AGENT_METRICS_PORT, value: {{ .Values.metrics.podMonitor.port | quote }} }
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "gauntlet.s3Keys" -}}
{{- range list "S3_ACCESS_KEY_ID" "S3_SECRET_ACCESS_KEY" }}
- name: {{ . }}
  {{- include "gauntlet.secretRef" (dict "name" $ "key" .) | nindent 2 }}
{{- end }}
{{- end }}

{{- define "gauntlet.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "gauntlet.podSecurity" -}}
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- range $name, $value := .Values.podSecurityContext }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ $value }}
{{- end }}
{{- end }}
{{- end }}
