{{- define "gauntlet.name" -}}
{{- if contains "gauntlet" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-gauntlet" (.Release.Name | trunc 31 | trimSuffix "-") }}{{ end }}
{{- end }}

{{- define "gauntlet.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/name: gauntlet
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "gauntlet.selector" -}}
app.kubernetes.io/name: gauntlet
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of every pod that Gauntlet makes: packages/server/src/adapters/kubernetes/job/labels.ts. */}}
{{- define "gauntlet.testPods" -}}app.kubernetes.io/managed-by: gauntlet{{- end }}

{{- define "gauntlet.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{ else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Of the scheduler, which makes pods. */}}
{{- define "gauntlet.serviceAccount" -}}
{{- .Values.serviceAccount.existing | default (include "gauntlet.name" .) }}
{{- end }}

{{/* Of the other roles, which make none. */}}
{{- define "gauntlet.apiServiceAccount" -}}
{{- .Values.serviceAccount.existing | default (printf "%s-api" (include "gauntlet.name" .)) }}
{{- end }}

{{- define "gauntlet.apiUrl" -}}
http://{{ include "gauntlet.name" . }}-api.{{ .Release.Namespace }}.svc:{{ .Values.service.port }}
{{- end }}

{{/* The name of the chart's own Secret. */}}
{{- define "gauntlet.ownSecret" -}}{{ include "gauntlet.name" . }}{{- end }}

{{/* What is missing is said before anything is installed. */}}
{{- define "gauntlet.check" -}}
{{- $v := .Values }}
{{- if not (or $v.database.existingSecret $v.database.url $v.trial.postgresql.enabled) }}
{{- fail "Say where PostgreSQL is: database.existingSecret, database.url, or trial.postgresql.enabled." }}
{{- end }}
{{- if not (or $v.s3.bucket $v.artifacts.existingClaim $v.trial.s3.enabled) }}
{{- fail "Say where artifacts go: s3.bucket, artifacts.existingClaim, or trial.s3.enabled." }}
{{- end }}
{{- if and $v.artifacts.existingClaim (or $v.s3.bucket $v.trial.s3.enabled) }}
{{- fail "Artifacts go to one place: s3, or artifacts.existingClaim." }}
{{- end }}
{{- if and (eq $v.scheduler.autoscaling.mode "keda") (not $v.scheduler.autoscaling.prometheusUrl) }}
{{- fail "KEDA asks Prometheus how many executions wait: say where it is by scheduler.autoscaling.prometheusUrl." }}
{{- end }}
{{- if and $v.metrics.serviceMonitor.enabled (not $v.metrics.tokenSecret) }}
{{- fail "Metrics are shown to who has a token: name the Secret that holds it by metrics.tokenSecret." }}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.host) }}
{{- fail "An ingress needs ingress.host." }}
{{- end }}
{{- if and $v.oidc.issuer (not $v.oidc.roleMap) }}
{{- fail "oidc.roleMap says who gets in as what; without it nobody does." }}
{{- end }}
{{- if has .Release.Namespace $v.tests.namespaces }}
{{- fail "Tests need a namespace of their own: whoever starts them could read the server's Secrets." }}
{{- end }}
{{- end }}
