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

{{/*
Another one whenever a value that was given as such is another: pods read their Secrets at their start alone. A key that
was made is not in it, since it stays. By scrypt, as whoever may look at pods is not to try passwords on it.
*/}}
{{- define "gauntlet.secretsChecksum" -}}
{{- $given := print (include "gauntlet.ownSecretData" .) (ternary "" .Values.secretKey.value (ne .Values.secretKey.existingSecret "")) -}}
{{- if $given }}{{ derivePassword 1 "long" $given "gauntlet" .Release.Name | sha256sum | trunc 16 }}{{ end }}
{{- end }}
