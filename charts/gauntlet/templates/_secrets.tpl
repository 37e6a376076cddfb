{{/* What was given as plain values, and what the trial's own servers are reached by. */}}
{{- define "gauntlet.ownSecretData" -}}
{{- $name := include "gauntlet.name" . -}}
{{- if .Values.trial.postgresql.enabled }}
{{- $password := required "trial.postgresql.password" .Values.trial.postgresql.password }}
POSTGRES_PASSWORD: {{ $password | b64enc }}
DATABASE_URL: {{ printf "postgresql://gauntlet:%s@%s-trial-postgresql:5432/gauntlet" (urlquery $password) $name | b64enc }}
{{- else if and .Values.database.url (not .Values.database.existingSecret) }}
DATABASE_URL: {{ .Values.database.url | b64enc }}
{{- end }}
{{- if .Values.redis.existingSecret }}
{{- else if .Values.trial.redis.enabled }}
REDIS_URL: {{ printf "redis://%s-trial-redis:6379" $name | b64enc }}
{{- else if .Values.redis.url }}
REDIS_URL: {{ .Values.redis.url | b64enc }}
{{- end }}
{{- if .Values.trial.s3.enabled }}
S3_ACCESS_KEY_ID: {{ .Values.trial.s3.accessKey | b64enc }}
S3_SECRET_ACCESS_KEY: {{ required "trial.s3.secretKey" .Values.trial.s3.secretKey | b64enc }}
{{- end }}
{{- end }}
