/** Generated from openapi.json by `node scripts/api-document/write.ts`. Not to be edited. */

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["getHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready for requests; 503 when not */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in Prometheus' text format */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a test */
        post: operations["postTests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload an archive (tar or tar.gz) for a definition to refer to */
        post: operations["postUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team's executions, newest first */
        get: operations["getExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One execution, with its groups */
        get: operations["getExecutionsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel; what was reported so far is kept */
        post: operations["postExecutionsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same again: all of it, or only what failed */
        post: operations["postExecutionsIdRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs alone: files, tests or commands; the last attempt of each when none is named */
        get: operations["getExecutionsIdUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The results of the tests; long names and messages are cut, one result has them whole */
        get: operations["getExecutionsIdResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/results/{resultId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One result with its assertions and artifacts */
        get: operations["getExecutionsIdResultsResultId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was measured */
        get: operations["getExecutionsIdMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/log-chunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log, piece by piece; waits for more when asked to */
        get: operations["getExecutionsIdLogChunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log as plain text */
        get: operations["getExecutionsIdLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files an execution left behind */
        get: operations["getExecutionsIdArtifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/artifacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of an artifact; knows ranges */
        get: operations["getArtifactsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The HTML report */
        get: operations["getExecutionsIdReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened; with `Accept: text/event-stream` as it happens */
        get: operations["getExecutionsIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens to all executions: statuses, phases, groups, units, results, verdicts; `id:` is a position among all events */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team's waiting executions, with their places among all */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/test-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tests over all executions, with flakiness, owners and quarantines */
        get: operations["getTestCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/test-cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One test */
        get: operations["getTestCasesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say who looks after a test */
        patch: operations["patchTestCasesId"];
        trace?: never;
    };
    "/api/v1/test-cases/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one test came to in each execution, the newest first */
        get: operations["getTestCasesIdRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/test-cases/{id}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a test into quarantine: run and recorded, its failures not counted, until a moment */
        put: operations["putTestCasesIdQuarantine"];
        post?: never;
        /** Take a test out of quarantine */
        delete: operations["deleteTestCasesIdQuarantine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/compare/{executionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed from one execution to another, test by test
         * @description Both must have come to their verdict: until then their tests are not in the history.
         */
        get: operations["getExecutionsIdCompareExecutionId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs and waits, how the last days went, and which tests to look at */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was submitted under a name, the last changed first */
        get: operations["getDefinitions"];
        put?: never;
        /**
         * Save a new definition without running it
         * @description A name that is taken is refused: that one is changed by PUT.
         */
        post: operations["postDefinitions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A definition in its newest version */
        get: operations["getDefinitionsId"];
        /**
         * Save a new version of a definition without running it
         * @description The body is the whole definition; its name may be another. What differs in nothing makes no new version.
         */
        put: operations["putDefinitionsId"];
        post?: never;
        /**
         * Remove a definition; what was run of it stays, and its name is free again
         * @description It can be restored for as long as nothing else has taken its name.
         */
        delete: operations["deleteDefinitionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How its tests would be shared out, by the times of earlier runs
         * @description Plans the units of the last run, the longest first, each to the group with the least work. A run itself goes by claims instead, so that a slow group holds nothing back; this says about how long it will take.
         */
        get: operations["getDefinitionsIdPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{id}/timings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What its tests took in earlier runs
         * @description The units of the last run, each with what it took in its last runs that passed; empty for one that has not passed yet. `gauntlet simulate --definition` reads it.
         */
        get: operations["getDefinitionsIdTimings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a removed definition back, with its versions and its history */
        post: operations["postDefinitionsIdRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a definition, newest first, a hundred at most */
        get: operations["getDefinitionsIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/frameworks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The frameworks that are known */
        get: operations["getFrameworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the secrets of the team, with those of its projects; or of one project */
        get: operations["getSecrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a secret of the team, or of the project */
        put: operations["putSecretsName"];
        post?: never;
        /** Remove a secret of the team, or of the project */
        delete: operations["deleteSecretsName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/rotate-secret-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Seal all secrets with a new key, or drop keys that nothing needs */
        post: operations["postAdminRotateSecretKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the installation is: its nodes, what waits and runs of all teams, its database */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quotas in force, with their use */
        get: operations["getQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}/quotas/{resource}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a quota of a team */
        put: operations["putTeamsIdQuotasResource"];
        post?: never;
        /** Clear a quota of a team: the next level rules */
        delete: operations["deleteTeamsIdQuotasResource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/quotas/{resource}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a quota of a user */
        put: operations["putUsersIdQuotasResource"];
        post?: never;
        /** Clear a quota of a user: the next level rules */
        delete: operations["deleteUsersIdQuotasResource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what in the team, the newest first; with `Accept: text/csv` all that fits the filter */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The home team's projects and those one was shown into, by name */
        get: operations["getProjects"];
        put?: never;
        /** Make a project of the home team */
        post: operations["postProjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: operations["getProjectsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the name or the description of a project */
        patch: operations["patchProjectsId"];
        trace?: never;
    };
    "/api/v1/projects/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a project: what is there stays, nothing new is run */
        post: operations["postProjectsIdArchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo the archiving of a project */
        post: operations["postProjectsIdUnarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was shown into a project */
        get: operations["getProjectsIdMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Show somebody into a project, or change their role there */
        put: operations["putProjectsIdMembersUser"];
        post?: never;
        /** Show somebody out of a project, at once */
        delete: operations["deleteProjectsIdMembersUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-causes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What fails, grouped by cause over all executions */
        get: operations["getFailureCauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-causes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cause: what is known of it, and how often it was seen on which day */
        get: operations["getFailureCausesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say whose a cause is, and what is known of it
         * @description No verdict changes by it. A cause marked fixed opens again when it is seen again.
         */
        patch: operations["patchFailureCausesId"];
        trace?: never;
    };
    "/api/v1/failure-causes/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a cause is the same as another, which stays and is answered with */
        post: operations["postFailureCausesIdMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-causes/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a merged cause apart again, with all that was counted of it */
        post: operations["postFailureCausesIdUnmerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-causes/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a cause was seen, newest first; at most 20 failures of each execution */
        get: operations["getFailureCausesIdOccurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-causes/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said of a cause, newest first */
        get: operations["getFailureCausesIdComments"];
        put?: never;
        /** Say something of a cause */
        post: operations["postFailureCausesIdComments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/failure-causes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What failed in an execution, grouped by cause, the most frequent first
         * @description There from some moments after the verdict on.
         */
        get: operations["getExecutionsIdFailureCauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clusters, how they are reached and what their last check said */
        get: operations["getClusters"];
        put?: never;
        /** Add a cluster; its kubeconfig never comes out again */
        post: operations["postClusters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A cluster, with what its last check said, permission by permission */
        get: operations["getClustersId"];
        put?: never;
        post?: never;
        /** Remove a cluster that has no environments */
        delete: operations["deleteClustersId"];
        options?: never;
        head?: never;
        /** Change a cluster; another kubeconfig has to be checked anew */
        patch: operations["patchClustersId"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a cluster what Gauntlet may do there, permission by permission */
        post: operations["postClustersIdCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environments that executions can run in */
        get: operations["getEnvironments"];
        put?: never;
        /** Add an environment to a cluster */
        post: operations["postEnvironments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An environment */
        get: operations["getEnvironmentsId"];
        put?: never;
        post?: never;
        /** Remove an environment that no execution belongs to */
        delete: operations["deleteEnvironmentsId"];
        options?: never;
        head?: never;
        /** Change an environment, disable or enable it */
        patch: operations["patchEnvironmentsId"];
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is run by the clock, newest first */
        get: operations["getSchedules"];
        put?: never;
        /** Run a definition by the clock, in the name of who asks */
        post: operations["postSchedules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schedule, with its next time and what came of the last */
        get: operations["getSchedulesId"];
        put?: never;
        post?: never;
        /** Remove a schedule; what it has run stays */
        delete: operations["deleteSchedulesId"];
        options?: never;
        head?: never;
        /** Change when and how a schedule runs */
        patch: operations["patchSchedulesId"];
        trace?: never;
    };
    "/api/v1/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a schedule: nothing is run until it is resumed */
        post: operations["postSchedulesIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a schedule from its next time on */
        post: operations["postSchedulesIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run it now, in the name of who asks; its times stay as they are */
        post: operations["postSchedulesIdRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedule-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next times of a cron expression in a time zone */
        get: operations["getSchedulePreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views of the list of executions: of who asks, and shared ones; by name */
        get: operations["getViews"];
        put?: never;
        /**
         * Save filters of the list of executions under a name
         * @description To share it takes the scope `submit` too.
         */
        post: operations["postViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved view */
        get: operations["getViewsId"];
        put?: never;
        post?: never;
        /** Delete a view; for a day it can be restored */
        delete: operations["deleteViewsId"];
        options?: never;
        head?: never;
        /**
         * Rename a view, change its filters, share it or keep it private again
         * @description Its owner may; of a shared one leads too. What is shared afterwards takes the scope `submit`.
         */
        patch: operations["patchViewsId"];
        trace?: never;
    };
    "/api/v1/views/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a view that was deleted within the last day */
        post: operations["postViewsIdRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Begin the asker's own list with this view */
        put: operations["putViewsIdDefault"];
        post?: never;
        /** Begin the asker's own list with all executions again, if this view was it */
        delete: operations["deleteViewsIdDefault"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by user name and password */
        post: operations["postAuthLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a session: its refresh cookie is good once */
        post: operations["postAuthRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of the cookies, or of the access token */
        post: operations["postAuthLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is here, and how one is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set one's own password; one's other sessions end */
        put: operations["putMePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own sessions */
        get: operations["getMeSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's own sessions */
        delete: operations["deleteMeSessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own tokens */
        get: operations["getTokens"];
        put?: never;
        /** Make a token; it is shown this once */
        post: operations["postTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token: one's own, or of somebody one looks after */
        delete: operations["deleteTokensId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link that signs the asker in, once */
        post: operations["postSignInLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new key for access tokens */
        post: operations["postSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public halves of the keys that sign access tokens */
        get: operations["getWellKnownJwksJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people one looks after, by name: of your team, or with the scope admin of all */
        get: operations["getUsers"];
        put?: never;
        /** Make an account; the link in the answer is the way in, once */
        post: operations["postUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a person one looks after */
        get: operations["getUsersId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name, address, roles or home team, or deactivate and activate the account */
        patch: operations["patchUsersId"];
        trace?: never;
    };
    "/api/v1/users/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API tokens of a person one looks after */
        get: operations["getUsersIdTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link by which a person sets a new password, once; it ends the last one */
        post: operations["postUsersIdPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password by a reset link; all earlier sessions end, and a new one begins */
        post: operations["postAuthPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The teams one may see: your own, or with the scope admin all */
        get: operations["getTeams"];
        put?: never;
        /** Make a team */
        post: operations["postTeams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a team */
        get: operations["getTeamsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the settings of a team; with the scope admin rename, deactivate and activate it */
        patch: operations["patchTeamsId"];
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations into your team, or with the scope admin into all, the newest first */
        get: operations["getInvitations"];
        put?: never;
        /** Invite somebody by a link, which is good once */
        post: operations["postInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an open invitation */
        delete: operations["deleteInvitationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the account that an invitation is for, and begin a session */
        post: operations["postInvitationsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Channels of the team, with those of its projects; or of one project */
        get: operations["getChannels"];
        put?: never;
        /** Make a channel; what it is trusted with never comes out again */
        post: operations["postChannels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A channel, and how it is doing */
        get: operations["getChannelsId"];
        put?: never;
        post?: never;
        /** Remove a channel with its deliveries */
        delete: operations["deleteChannelsId"];
        options?: never;
        head?: never;
        /** Change a channel; a new signing key of a webhook leaves the old one signing for a day */
        patch: operations["patchChannelsId"];
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test at once, and say what the receiver answered */
        post: operations["postChannelsIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notification rules of the team, with those of its projects; or of one project */
        get: operations["getNotificationRules"];
        put?: never;
        /** Make a notification rule */
        post: operations["postNotificationRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A notification rule */
        get: operations["getNotificationRulesId"];
        put?: never;
        post?: never;
        /** Remove a notification rule; what it has told stays */
        delete: operations["deleteNotificationRulesId"];
        options?: never;
        head?: never;
        /** Change a notification rule */
        patch: operations["patchNotificationRulesId"];
        trace?: never;
    };
    "/api/v1/notification-rules/{id}/preview/{executionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rule would tell of an execution, as each of its channels would show it */
        get: operations["getNotificationRulesIdPreviewExecutionId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was told, and what was not */
        get: operations["getDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try dead deliveries again, the oldest first: all, or those of one channel */
        post: operations["postDeliveriesReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a dead delivery again */
        post: operations["postDeliveriesIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is to know for who asks, the newest first */
        get: operations["getInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark items as read: some of them, or all */
        post: operations["postInboxRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/hello": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What to run, and where to resume */
        post: operations["postAgentHello"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether the units are listed, and who lists them */
        post: operations["postAgentPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next units */
        post: operations["postAgentClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What happened, in order and once */
        post: operations["postAgentReports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next bytes of a log */
        post: operations["postAgentLogs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Still here; the answer may say: stop */
        post: operations["postAgentHeartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A file the tests left */
        put: operations["putAgentArtifacts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/artifacts/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where the bytes of a file go */
        post: operations["postAgentArtifactsUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/artifacts/uploads/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where parts of a file go */
        post: operations["postAgentArtifactsUploadsParts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/artifacts/uploads/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The bytes are in the bucket */
        post: operations["postAgentArtifactsUploadsComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The archive of the execution */
        get: operations["getAgentContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to be signed in by a person with a browser */
        post: operations["postAuthDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/device/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the token of a program that was approved
         * @description Until somebody decides: `authorization-pending`; asked too soon: `slow-down`. Then, once, the token; or `authorization-refused`, or `authorization-expired`.
         */
        post: operations["postAuthDeviceToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/device/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a program act as the one who asks */
        post: operations["postAuthDeviceApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/device/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a program that asks to be signed in */
        post: operations["postAuthDeviceRefuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Artifact: {
            /** Format: uuid */
            artifactId: string;
            /** Format: uuid */
            executionId: string;
            /** @enum {string} */
            type: "log" | "setup-log" | "screenshot" | "video" | "trace" | "attachment" | "file" | "junit" | "html-report" | "raw-report";
            name: string;
            sizeBytes: number;
            contentType: string;
            checksum: string;
            /** @enum {string} */
            state: "stored" | "missing" | "deleted";
            groupIndex: number | null;
            resultId: string | null;
            attempt: number;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            link: string;
        };
        ArtifactList: {
            items: components["schemas"]["Artifact"][];
            nextCursor: string | null;
        };
        AuditEntry: {
            /** Format: uuid */
            id: string;
            /** @description in the trail of the team, from 1 on, without gaps */
            number: number;
            /** Format: date-time */
            at: string;
            /** @description such as `secret.set` */
            action: string;
            target: {
                kind: string;
                id: string | null;
                name: string | null;
            };
            detail: {
                [key: string]: unknown;
            };
            by: {
                userId: string | null;
                /** @description the name at that time */
                username: string | null;
                /** @enum {string} */
                via: "token" | "session" | "local" | "nobody" | "server";
                tokenId: string | null;
                tokenName: string | null;
                sessionId: string | null;
            };
            from: {
                address: string | null;
            };
            requestId: string | null;
        };
        AuditList: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
            /** @description up to which number was looked: where `after` goes on */
            lastNumber: number;
        };
        CauseComment: {
            /** Format: uuid */
            commentId: string;
            /** @description user name; null: Gauntlet itself */
            author: string | null;
            body: string;
            /** Format: date-time */
            at: string;
        };
        CauseCommentList: {
            items: components["schemas"]["CauseComment"][];
            nextCursor: string | null;
        };
        Channel: {
            /** Format: uuid */
            channelId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            /** @enum {string} */
            kind: "slack-webhook" | "slack-bot" | "email" | "webhook" | "github";
            /** @enum {string} */
            state: "on" | "off";
            /** @description those of its kind */
            settings: {
                to: string[];
                /** @description left out: the server's GAUNTLET_SMTP_FROM */
                from?: string;
                /** @description left out: the server's GAUNTLET_SMTP_URL */
                smtp?: {
                    host: string;
                    /** @description 465 with `implicit`, else 587 */
                    port?: number;
                    /**
                     * @description starttls: refuses a server that has none; none: in the clear
                     * @default starttls
                     * @enum {string}
                     */
                    tls: "starttls" | "implicit" | "none";
                    username?: string;
                };
            } | {
                repository: string;
                /**
                 * @description status: by any token that may write statuses; check: by the token of a GitHub App
                 * @default status
                 * @enum {string}
                 */
                report: "status" | "check";
                /** @description left out: gauntlet/<name of the definition> */
                context?: string;
                /** @description left out: https://api.github.com */
                apiUrl?: string;
            } | {
                /** @description id of the Slack channel (C0123456789), or its name */
                channel: string;
                /** @description left out: https://slack.com/api/ */
                apiUrl?: string;
            } | {
                url: string;
            } | Record<string, never>;
            /** @description names of the secrets that are set; their values never come out */
            secrets: string[];
            /** @description attempts that failed since the last that did not */
            failures: number;
            /** @description nothing is sent before; null: it does not rest */
            restsUntil: string | null;
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ChannelList: {
            items: components["schemas"]["Channel"][];
            nextCursor: string | null;
        };
        ChannelTest: {
            /** @enum {string} */
            outcome: "delivered" | "failed";
            /** @description why not, and what to do */
            message: string | null;
            response: {
                status: string;
                head: string;
            } | null;
        };
        Cluster: {
            /** Format: uuid */
            clusterId: string;
            name: string;
            /**
             * @description local: this server's own host
             * @enum {string}
             */
            provider: "eks" | "gke" | "aks" | "openshift" | "other" | "local";
            region: string | null;
            /** @enum {string} */
            access: "local" | "kubeconfig" | "in-cluster";
            /** @description address of its API server, of a kubeconfig */
            apiServer: string | null;
            /** @description of which kind; itself it never comes out */
            credential: ("token" | "client-certificate" | "password" | "service-account") | null;
            /** @enum {string} */
            status: "ready" | "unreachable" | "disabled";
            /** @description what is missing or wrong, and what to do */
            statusReason: string | null;
            /** @description how many it has */
            environments: number;
            lastCheck: components["schemas"]["ClusterCheck"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ClusterCheck: {
            /** Format: date-time */
            checkedAt: string;
            /**
             * @description of the cluster as a whole. partly: tests run, and something is missing that is worth having
             * @enum {string}
             */
            outcome: "ready" | "partly" | "unreachable";
            /** @description what is missing or wrong, and what to do */
            reason: string | null;
            /** @description of Kubernetes */
            version: string | null;
            /** @description in all of the cluster */
            permissions: components["schemas"]["ClusterPermission"][];
            environments: {
                /** Format: uuid */
                environmentId: string;
                name: string;
                namespace: string;
                /**
                 * @description partly: tests run, and something is missing that is worth having
                 * @enum {string}
                 */
                outcome: "ready" | "partly" | "unreachable";
                reason: string | null;
                permissions: components["schemas"]["ClusterPermission"][];
            }[];
            /** @description YAML: whole roles for wherever something is missing; null where nothing is */
            roles: string | null;
        };
        ClusterList: {
            items: components["schemas"]["Cluster"][];
            nextCursor: string | null;
        };
        ClusterPermission: {
            verb: string;
            /** @description of the API; empty: the core one */
            group: string;
            /** @description with its subresource: pods/log */
            resource: string;
            /** @description null: in all of the cluster */
            namespace: string | null;
            /** @description what Gauntlet does with it */
            why: string;
            /**
             * @description unknown: the server may not ask
             * @enum {string}
             */
            outcome: "granted" | "missing" | "unknown";
            /** @description the RBAC rule that grants it; null where it is not missing */
            add: string | null;
        };
        CodeFrame: {
            /** @description relative to the working folder */
            file: string;
            /** @description where it failed: one of the lines */
            line: number;
            /** @description the number of the first of the lines */
            firstLine: number;
            /** @description without their ends; what is longer ends with … */
            lines: string[];
        };
        Comparison: {
            items: components["schemas"]["TestChange"][];
            nextCursor: string | null;
            /** Format: uuid */
            before: string;
            /** Format: uuid */
            after: string;
            /** @enum {string} */
            content: "same" | "different" | "unknown";
            counts: {
                newlyFailing: number;
                fixed: number;
                stillFailing: number;
                added: number;
                removed: number;
                slower: number;
                faster: number;
                unchanged: number;
            };
        };
        Counts: {
            total: number;
            passed: number;
            /** @description failures and errors */
            failed: number;
            skipped: number;
            /** @description of the passed: those that passed only on a retry */
            flaky: number;
        };
        Definition: {
            /** Format: uuid */
            definitionId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            version: number;
            body: components["schemas"]["TestDefinition"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        DefinitionList: {
            items: {
                /** Format: uuid */
                definitionId: string;
                /** @description null: of the team as a whole */
                projectId: string | null;
                name: string;
                version: number;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                updatedAt: string;
                /** @description null: it was never run */
                lastRun: {
                    /** Format: uuid */
                    executionId: string;
                    /** @enum {string} */
                    status: "submitted" | "validating" | "rejected" | "queued" | "expired" | "scheduled" | "initializing" | "running" | "completing" | "completed" | "failed" | "timeout" | "cancelled" | "retrying" | "cleanup" | "archived";
                    verdict: ("passed" | "flaky" | "failed" | "infrastructure" | "timeout" | "cancelled" | "expired" | "rejected") | null;
                    /** Format: date-time */
                    submittedAt: string;
                } | null;
            }[];
            nextCursor: string | null;
        };
        DefinitionPlan: {
            /**
             * Format: uuid
             * @description the run whose units are planned
             */
            executionId: string;
            units: number;
            /** @description milliseconds; null without history */
            totalMs: number | null;
            /** @description of the longest group, in milliseconds; setup is not in it */
            wallMs: number | null;
            groups: {
                index: number;
                units: number;
                /** @description milliseconds; null without history */
                estimatedMs: number | null;
                longest: {
                    title: string;
                    /** @description milliseconds; null without history */
                    estimatedMs: number | null;
                };
            }[];
            /** @description what other numbers of groups would take */
            choices: {
                parallelism: number;
                /** @description milliseconds; null without history */
                wallMs: number | null;
            }[];
        };
        DefinitionTimings: {
            /**
             * Format: uuid
             * @description the run whose units these are
             */
            executionId: string;
            units: {
                key: string;
                title: string;
                /** @description wall milliseconds of its last runs that passed */
                recentMs: number[];
            }[];
        };
        DefinitionVersionList: {
            items: {
                version: number;
                /** Format: date-time */
                createdAt: string;
                createdBy: string;
                body: components["schemas"]["TestDefinition"];
            }[];
        };
        DeliveriesReplayed: {
            /** @description dead ones that are tried again, 1000 at most */
            replayed: number;
        };
        Delivery: {
            /** Format: uuid */
            deliveryId: string;
            /**
             * Format: uuid
             * @description in the event store; one event is told once to one channel
             */
            eventId: string;
            /** @description null: by the definition itself */
            ruleId: string | null;
            /** @description null: of the team as a whole */
            projectId: string | null;
            channel: {
                /** Format: uuid */
                channelId: string;
                name: string;
                /** @enum {string} */
                kind: "slack-webhook" | "slack-bot" | "email" | "webhook" | "github";
            };
            executionId: string | null;
            events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
            title: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed" | "dead";
            attempts: number;
            nextAttemptAt: string | null;
            lastError: string | null;
            /** @description to the last attempt */
            response: {
                status: string;
                head: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            deliveredAt: string | null;
        };
        DeliveryList: {
            items: components["schemas"]["Delivery"][];
            nextCursor: string | null;
        };
        DeviceAuthorization: {
            /** @description for the program alone */
            deviceCode: string;
            /** @description to type or compare: XXXX-XXXX */
            userCode: string;
            verificationUri: string;
            /** @description with the user code in it */
            verificationUriComplete: string;
            /** @description seconds */
            expiresIn: number;
            /** @description seconds between two questions for the token */
            interval: number;
        };
        DeviceToken: {
            /** @description shown this once */
            token: string;
            name: string;
            scopes: string[];
            /** Format: date-time */
            expiresAt: string;
        };
        EnvironmentConfiguration: {
            /**
             * @description true: what does not fit starts as pending pods, for which the cluster adds nodes
             * @default false
             */
            autoscale: boolean;
            /**
             * @description nodes that the provider may take away
             * @default allow
             * @enum {string}
             */
            spot: "prefer" | "allow" | "refuse";
            /** @default {} */
            nodeSelector: {
                [key: string]: string;
            };
            /** @default [] */
            tolerations: {
                /** @description left out, with Exists: every taint */
                key?: string;
                /**
                 * @default Equal
                 * @enum {string}
                 */
                operator: "Equal" | "Exists";
                value?: string;
                /**
                 * @description left out: all
                 * @enum {string}
                 */
                effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                tolerationSeconds?: number;
            }[];
            /**
             * @description names of Secrets in the namespace, by which images are pulled
             * @default []
             */
            imagePullSecrets: string[];
            /** @description for definitions that name none */
            defaultImage?: string;
            /** @description of the pods; left out: the namespace's own. Its token is never mounted. */
            serviceAccountName?: string;
            /**
             * @description of the tests' image; home, working folder and /tmp can be written to in any case
             * @default read-only
             * @enum {string}
             */
            rootFilesystem: "read-only" | "writable";
        };
        EnvironmentConfigurationInput: {
            /**
             * @description true: what does not fit starts as pending pods, for which the cluster adds nodes
             * @default false
             */
            autoscale?: boolean;
            /**
             * @description nodes that the provider may take away
             * @default allow
             * @enum {string}
             */
            spot?: "prefer" | "allow" | "refuse";
            /** @default {} */
            nodeSelector?: {
                [key: string]: string;
            };
            /** @default [] */
            tolerations?: {
                /** @description left out, with Exists: every taint */
                key?: string;
                /**
                 * @default Equal
                 * @enum {string}
                 */
                operator?: "Equal" | "Exists";
                value?: string;
                /**
                 * @description left out: all
                 * @enum {string}
                 */
                effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                tolerationSeconds?: number;
            }[];
            /**
             * @description names of Secrets in the namespace, by which images are pulled
             * @default []
             */
            imagePullSecrets?: string[];
            /** @description for definitions that name none */
            defaultImage?: string;
            /** @description of the pods; left out: the namespace's own. Its token is never mounted. */
            serviceAccountName?: string;
            /**
             * @description of the tests' image; home, working folder and /tmp can be written to in any case
             * @default read-only
             * @enum {string}
             */
            rootFilesystem?: "read-only" | "writable";
        };
        EventList: {
            items: {
                /** Format: uuid */
                executionId: string;
                number: number;
                /** Format: date-time */
                at: string;
                event: {
                    /** @constant */
                    type: "status-changed";
                    data: {
                        from: ("submitted" | "validating" | "rejected" | "queued" | "expired" | "scheduled" | "initializing" | "running" | "completing" | "completed" | "failed" | "timeout" | "cancelled" | "retrying" | "cleanup" | "archived") | null;
                        /** @enum {string} */
                        to: "submitted" | "validating" | "rejected" | "queued" | "expired" | "scheduled" | "initializing" | "running" | "completing" | "completed" | "failed" | "timeout" | "cancelled" | "retrying" | "cleanup" | "archived";
                        /** @description the arrow's name in the lifecycle table */
                        because: string;
                        attempt: number;
                        /** @enum {string} */
                        reason?: "tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error";
                        message?: string;
                    };
                } | {
                    /** @constant */
                    type: "phase-changed";
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        /** @enum {string} */
                        phase: "fetching" | "setting-up" | "listing" | "copying" | "running" | "uploading";
                        detail?: string;
                    };
                } | {
                    /** @constant */
                    type: "plan-made";
                    data: {
                        framework: string;
                        units: number;
                        expectedTests: number | null;
                        setup: string;
                        commit?: string;
                        countVerified: boolean;
                        groups: number;
                        /** @description work still to do by history; null without history */
                        estimatedMs: number | null;
                        attempt: number;
                    };
                } | {
                    /** @constant */
                    type: "group-started";
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        attempt: number;
                        nodeName: string;
                    };
                } | {
                    /** @constant */
                    type: "group-waiting";
                    /** @description its pod cannot start yet; told again when it waits for something else */
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        attempt: number;
                        /** @enum {string} */
                        for: "release" | "creation" | "quota" | "nodes" | "image" | "start";
                        message: string;
                    };
                } | {
                    /** @constant */
                    type: "group-warned";
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        message: string;
                    };
                } | {
                    /** @constant */
                    type: "group-finished";
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        units: number;
                        counts: components["schemas"]["Counts"];
                    };
                } | {
                    /** @constant */
                    type: "group-lost";
                    data: {
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        why: string;
                        unitsReturned: number;
                        /**
                         * @description what it was lost by; `interruption`: its place was taken away, which counts for less. Left out: it was ended, or could not run as it was described
                         * @enum {string}
                         */
                        by?: "infrastructure" | "interruption";
                    };
                } | {
                    /** @constant */
                    type: "unit-started";
                    data: {
                        /** Format: uuid */
                        unitId: string;
                        title: string;
                        groupIndex: number;
                    };
                } | {
                    /** @constant */
                    type: "unit-finished";
                    data: {
                        /** Format: uuid */
                        unitId: string;
                        title: string;
                        file?: string;
                        groupIndex: number;
                        /** @enum {string} */
                        outcome: "passed" | "failed" | "error" | "skipped";
                        /** @enum {string} */
                        reason?: "tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error";
                        message?: string;
                        counts: components["schemas"]["Counts"];
                        durationMs: number;
                        /** @description at most 20 */
                        failures: {
                            name: string;
                            suite: string[];
                            file?: string;
                            line?: number;
                            /** @enum {string} */
                            status: "failed" | "error";
                            message?: string;
                        }[];
                    };
                } | {
                    /** @constant */
                    type: "results-recorded";
                    /** @description of units that still run; what a unit came to is told when it is finished */
                    data: {
                        groupIndex: number;
                        results: number;
                    };
                } | {
                    /** @constant */
                    type: "unit-returned";
                    data: {
                        /** Format: uuid */
                        unitId: string;
                        title: string;
                        groupIndex: number;
                    };
                } | {
                    /** @constant */
                    type: "cancel-requested";
                    data: {
                        by: string;
                    };
                } | {
                    /** @constant */
                    type: "verdict-given";
                    data: {
                        /** @enum {string} */
                        verdict: "passed" | "flaky" | "failed" | "infrastructure" | "timeout" | "cancelled" | "expired" | "rejected";
                        /** @enum {string} */
                        reason?: "tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error";
                        message?: string;
                        counts: components["schemas"]["Counts"];
                        /** @description left out: no test was in quarantine */
                        quarantined?: components["schemas"]["QuarantinedCounts"];
                        durationMs: number;
                        attempts: number;
                    };
                } | {
                    /** @constant */
                    type: "failures-grouped";
                    /** @description its failures are among those of failure-causes; soon after the verdict */
                    data: {
                        /** @description of this execution */
                        causes: number;
                    };
                } | {
                    /** @constant */
                    type: "report-stored";
                    data: {
                        /** Format: uuid */
                        junitArtifactId: string;
                        /** Format: uuid */
                        htmlArtifactId: string;
                    };
                };
            }[];
            lastNumber: number;
        };
        Execution: {
            /** Format: uuid */
            executionId: string;
            /** Format: uuid */
            definitionId: string;
            definitionVersion: number;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            /** @enum {string} */
            type: "unit" | "integration" | "api" | "e2e" | "load" | "performance" | "security" | "smoke" | "saga" | "chaos" | "other";
            framework: string | null;
            /** @enum {string} */
            status: "submitted" | "validating" | "rejected" | "queued" | "expired" | "scheduled" | "initializing" | "running" | "completing" | "completed" | "failed" | "timeout" | "cancelled" | "retrying" | "cleanup" | "archived";
            verdict: ("passed" | "flaky" | "failed" | "infrastructure" | "timeout" | "cancelled" | "expired" | "rejected") | null;
            failureReason: ("tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error") | null;
            failureMessage: string | null;
            /** @description 0 for the first */
            attempt: number;
            priority: number;
            parallelism: number;
            tags: {
                [key: string]: string;
            };
            /** @description user name */
            submittedBy: string;
            /** Format: date-time */
            submittedAt: string;
            startedAt: string | null;
            completedAt: string | null;
            /** @description from the start to the verdict, or to now */
            durationMs: number | null;
            /** @description so far, while it runs */
            counts: components["schemas"]["Counts"];
            /** @description of these tests; null before the verdict */
            quarantined: components["schemas"]["QuarantinedCounts"] | null;
            units: {
                total: number;
                reported: number;
            };
            queuePosition: number | null;
            exitCode: number | null;
            retryAt: string | null;
            commit: string | null;
            /** @description what was run: `git:<commit>`, `archive:<sha256>`, `inline:<sha256>`; null before it is known */
            contentKey: string | null;
            setup: string | null;
            /** @description whether the number of tests in every unit was known beforehand; the units themselves always are */
            countVerified: boolean | null;
            /** @description by history; null without history */
            remainingMs: number | null;
            /** @description where it runs, by the name of now */
            environment: {
                /** Format: uuid */
                environmentId: string;
                name: string;
            };
            /** @description what it waits for, in the queue of a cluster or with its first pod; null: for nothing known */
            waitingFor: string | null;
            /** @description why there: the scored nodes */
            placement: unknown;
            rerunOf: string | null;
            groups: components["schemas"]["Group"][];
            reports: {
                html: string | null;
                junit: string | null;
            };
            /** @description number of the newest event: where to start listening */
            lastEvent: number;
            links: components["schemas"]["Links"];
        };
        ExecutionCause: {
            /** Format: uuid */
            causeId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            /**
             * @description test: of tests; unit: what was run ended wrongly without a failed test; execution: it never came to the tests
             * @enum {string}
             */
            kind: "test" | "unit" | "execution";
            title: string;
            /**
             * @description a known issue whose date has passed is open
             * @enum {string}
             */
            status: "open" | "known-issue" | "fixed" | "ignored";
            /** @description of a known issue: the date; null: for good, or none */
            knownUntil: string | null;
            /** @description when it was seen again after it was marked fixed */
            regressedAt: string | null;
            owner: {
                /** Format: uuid */
                userId: string;
                username: string;
            } | null;
            link: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description all there ever were */
            occurrences: number;
            /** @description failures of this cause in the execution */
            inExecution: number;
            /** @description nowhere seen before this execution */
            firstSeenHere: boolean;
            /** @description at most 5 */
            examples: {
                resultId: string | null;
                unitId: string | null;
                name: string | null;
                file: string | null;
            }[];
        };
        ExecutionCauseList: {
            items: components["schemas"]["ExecutionCause"][];
            nextCursor: string | null;
        };
        ExecutionEnvironment: {
            /** Format: uuid */
            environmentId: string;
            /** @description by which definitions name it */
            name: string;
            cluster: {
                /** Format: uuid */
                clusterId: string;
                name: string;
                /** @enum {string} */
                status: "ready" | "unreachable" | "disabled";
            };
            /**
             * @description local: as processes of the server's own host
             * @enum {string}
             */
            runsOn: "local" | "kubernetes";
            namespace: string | null;
            configuration: components["schemas"]["EnvironmentConfiguration"];
            /** @enum {string} */
            status: "ready" | "unreachable" | "disabled";
            /** @description what is missing or wrong, and what to do */
            statusReason: string | null;
            checkedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ExecutionEnvironmentList: {
            items: components["schemas"]["ExecutionEnvironment"][];
            nextCursor: string | null;
        };
        ExecutionList: {
            items: components["schemas"]["ExecutionSummary"][];
            nextCursor: string | null;
        };
        ExecutionSummary: {
            /** Format: uuid */
            executionId: string;
            /** Format: uuid */
            definitionId: string;
            definitionVersion: number;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            /** @enum {string} */
            type: "unit" | "integration" | "api" | "e2e" | "load" | "performance" | "security" | "smoke" | "saga" | "chaos" | "other";
            framework: string | null;
            /** @enum {string} */
            status: "submitted" | "validating" | "rejected" | "queued" | "expired" | "scheduled" | "initializing" | "running" | "completing" | "completed" | "failed" | "timeout" | "cancelled" | "retrying" | "cleanup" | "archived";
            verdict: ("passed" | "flaky" | "failed" | "infrastructure" | "timeout" | "cancelled" | "expired" | "rejected") | null;
            failureReason: ("tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error") | null;
            failureMessage: string | null;
            /** @description 0 for the first */
            attempt: number;
            priority: number;
            parallelism: number;
            tags: {
                [key: string]: string;
            };
            /** @description user name */
            submittedBy: string;
            /** Format: date-time */
            submittedAt: string;
            startedAt: string | null;
            completedAt: string | null;
            /** @description from the start to the verdict, or to now */
            durationMs: number | null;
            /** @description so far, while it runs */
            counts: components["schemas"]["Counts"];
            /** @description of these tests; null before the verdict */
            quarantined: components["schemas"]["QuarantinedCounts"] | null;
            units: {
                total: number;
                reported: number;
            };
            queuePosition: number | null;
        };
        FailureCause: {
            /** Format: uuid */
            causeId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            /**
             * @description test: of tests; unit: what was run ended wrongly without a failed test; execution: it never came to the tests
             * @enum {string}
             */
            kind: "test" | "unit" | "execution";
            title: string;
            /**
             * @description a known issue whose date has passed is open
             * @enum {string}
             */
            status: "open" | "known-issue" | "fixed" | "ignored";
            /** @description of a known issue: the date; null: for good, or none */
            knownUntil: string | null;
            /** @description when it was seen again after it was marked fixed */
            regressedAt: string | null;
            owner: {
                /** Format: uuid */
                userId: string;
                username: string;
            } | null;
            link: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description all there ever were */
            occurrences: number;
            /** @description with placeholders for what differs from run to run */
            message: string;
            /** @description what the last failure said, cut */
            sample: string;
            /** @description the execution in which it was seen again */
            regressedIn: string | null;
            /** @description user name */
            updatedBy: string | null;
            updatedAt: string | null;
            mergedInto: string | null;
            /** @description the causes that were merged into this one */
            merged: {
                /** Format: uuid */
                causeId: string;
                title: string;
                occurrences: number;
            }[];
            /** @description where it was seen within 30 days, the most often first, at most 20 */
            definitions: {
                /** Format: uuid */
                definitionId: string;
                name: string;
                occurrences: number;
            }[];
            /** @description the last 30 days on which it was seen, the oldest first */
            trend: {
                /**
                 * Format: date
                 * @description in UTC
                 */
                day: string;
                occurrences: number;
                executions: number;
            }[];
        };
        FailureCauseList: {
            items: components["schemas"]["FailureCauseSummary"][];
            nextCursor: string | null;
        };
        FailureCauseSummary: {
            /** Format: uuid */
            causeId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            /**
             * @description test: of tests; unit: what was run ended wrongly without a failed test; execution: it never came to the tests
             * @enum {string}
             */
            kind: "test" | "unit" | "execution";
            title: string;
            /**
             * @description a known issue whose date has passed is open
             * @enum {string}
             */
            status: "open" | "known-issue" | "fixed" | "ignored";
            /** @description of a known issue: the date; null: for good, or none */
            knownUntil: string | null;
            /** @description when it was seen again after it was marked fixed */
            regressedAt: string | null;
            owner: {
                /** Format: uuid */
                userId: string;
                username: string;
            } | null;
            link: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description all there ever were */
            occurrences: number;
        };
        FailureOccurrence: {
            /** Format: uuid */
            executionId: string;
            /** Format: uuid */
            definitionId: string;
            definitionName: string;
            /** @description null: no test failed */
            resultId: string | null;
            unitId: string | null;
            /** @description suite and name of the test, or title of the unit, cut */
            name: string | null;
            file: string | null;
            /** Format: date-time */
            at: string;
        };
        FailureOccurrenceList: {
            items: components["schemas"]["FailureOccurrence"][];
            nextCursor: string | null;
        };
        Flakiness: {
            /**
             * @description flaky: one content showed both outcomes within the last 30 days
             * @enum {string}
             */
            state: "flaky" | "was-flaky";
            /** @description of the last 100 runs those that failed though their content also passed */
            rate: number;
            /** @description lower bound of the 95 % interval of the rate (Wilson) */
            low: number;
            /** @description upper bound */
            high: number;
            runs: number;
            flakyRuns: number;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
        };
        Framework: {
            name: string;
            version: string;
            supportedLanguages: string[];
            configuration: {
                title: string;
                /** @default [] */
                detect: {
                    /** @description glob: a file of this name exists */
                    file?: string;
                    /** @description package.json names it in any of its dependency lists */
                    dependency?: string;
                    /** @description regular expression: the test script of package.json matches */
                    script?: string;
                    /** @description regular expression: the file found holds it */
                    contains?: string;
                    /** @description the row with the highest certainty wins */
                    certainty: number;
                }[];
                /** @enum {string} */
                unitKind: "file" | "test" | "command";
                list: {
                    /** @constant */
                    by: "command";
                    command: string[];
                    /** @enum {string} */
                    parse: "vitest-files-json" | "jest-paths-json" | "playwright-json" | "pytest-collect" | "files-in-report" | "lines";
                    /**
                     * @description exit codes that mean: nothing to run
                     * @default []
                     */
                    emptyExitCodes: number[];
                } | {
                    /** @constant */
                    by: "glob";
                    include: string[];
                    /** @default [] */
                    exclude: string[];
                } | {
                    /** @constant */
                    by: "definition";
                };
                run: {
                    command: string[];
                    /** @default {} */
                    environment: {
                        [key: string]: string;
                    };
                    /**
                     * @description false: one unit an invocation
                     * @default true
                     */
                    batch: boolean;
                    /**
                     * @description how the command reads {units}; what would have a special meaning in them is escaped
                     * @default paths
                     * @enum {string}
                     */
                    unitsAs: "paths" | "absolute-paths" | "globs" | "regular-expressions";
                    /**
                     * @description options and patterns are taken over from package.json's test script
                     * @enum {string}
                     */
                    scriptOptions?: "node-test" | "vitest" | "jest" | "mocha" | "playwright";
                };
                report: {
                    /** @enum {string} */
                    format: "lines" | "junit" | "ctrf" | "tap" | "per-command";
                };
                exitCodes: {
                    /**
                     * @default [
                     *       0
                     *     ]
                     */
                    passed: number[];
                    /**
                     * @default [
                     *       1
                     *     ]
                     */
                    testsFailed: number[];
                };
                /**
                 * @description globs of files the framework leaves by itself
                 * @default []
                 */
                artifacts: string[];
                /**
                 * @description which kind of dependencies it needs
                 * @default none
                 * @enum {string}
                 */
                setup: "node" | "python" | "none";
            };
        };
        FrameworkList: {
            items: components["schemas"]["Framework"][];
        };
        Group: {
            /** Format: uuid */
            groupId: string;
            index: number;
            attempt: number;
            /** @enum {string} */
            status: "starting" | "running" | "finished" | "lost" | "ended";
            lead: boolean;
            podName: string | null;
            nodeName: string | null;
            phase: ("fetching" | "setting-up" | "listing" | "copying" | "running" | "uploading") | null;
            unitsReported: number;
            counts: components["schemas"]["Counts"] | null;
            startedAt: string | null;
            finishedAt: string | null;
            lastHeartbeatAt: string | null;
            lostReason: string | null;
            /** @description of a lost pod: its cluster's fault, or its place was taken away (spot, preemption, a lost node) */
            lostBy: ("infrastructure" | "interruption") | null;
            /** @description what its pod waits for before it can start */
            waiting: {
                /** @enum {string} */
                for: "release" | "creation" | "quota" | "nodes" | "image" | "start";
                message: string;
                /** Format: date-time */
                since: string;
            } | null;
        };
        InboxItem: {
            /** Format: uuid */
            itemId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            executionId: string | null;
            events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
            title: string;
            /** @description address from the root of the server */
            link: string | null;
            /** Format: date-time */
            createdAt: string;
            readAt: string | null;
        };
        InboxList: {
            items: components["schemas"]["InboxItem"][];
            nextCursor: string | null;
            /** @description of all that there are */
            unread: number;
        };
        InboxRead: {
            marked: number;
            unread: number;
        };
        Invitation: {
            /** Format: uuid */
            invitationId: string;
            /** Format: uuid */
            teamId: string;
            teamName: string;
            roles: string[];
            email: string | null;
            /** @enum {string} */
            status: "open" | "accepted" | "revoked" | "expired";
            /** @description user name */
            invitedBy: string;
            /** @description user name */
            acceptedBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        InvitationCreated: {
            /** Format: uuid */
            invitationId: string;
            /** Format: uuid */
            teamId: string;
            teamName: string;
            roles: string[];
            email: string | null;
            /** @enum {string} */
            status: "open" | "accepted" | "revoked" | "expired";
            /** @description user name */
            invitedBy: string;
            /** @description user name */
            acceptedBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description makes an account, once; from the root of the server; shown this once */
            link: string;
        };
        InvitationList: {
            items: components["schemas"]["Invitation"][];
            nextCursor: string | null;
        };
        JsonWebKeys: {
            keys: {
                [key: string]: unknown;
            }[];
        };
        KeyRotation: {
            /**
             * @description where the keys are
             * @enum {string}
             */
            source: "file" | "environment";
            /** @description of the key that seals */
            keyId: string;
            /** @description id of the key made */
            added: string | null;
            /** @description values sealed anew */
            resealed: number;
            /** @description values that the first key has sealed */
            sealed: number;
            /** @description values that no key of the ring opens; they stay as they are */
            stuck: {
                what: string;
                keyId: string;
                message: string;
            }[];
            /** @description the other keys of the ring */
            oldKeys: {
                keyId: string;
                /** @description values that still need it */
                rows: number;
            }[];
            /** @description ids of the keys that were taken out */
            dropped: string[];
        };
        Links: {
            self: string;
            events: string;
            results: string;
            artifacts: string;
            page: string;
        };
        LogChunks: {
            chunks: {
                groupIndex: number;
                attempt: number;
                /** @enum {string} */
                stream: "setup" | "output";
                offset: number;
                /** @description invalid UTF-8 replaced */
                text: string;
                /** Format: date-time */
                at: string;
            }[];
            cursor: string;
            /** @description true: nothing more will come */
            complete: boolean;
        };
        Me: {
            /** Format: uuid */
            userId: string;
            username: string;
            /** Format: uuid */
            teamId: string;
            teamName: string;
            roles: string[];
            scopes: string[];
            /** @description the workspace that was asked in; null: the whole home team */
            project: {
                /** Format: uuid */
                projectId: string;
                name: string;
            } | null;
            /** @description how one is signed in */
            signedIn: {
                /**
                 * @description local: by the token of the server on its own host
                 * @enum {string}
                 */
                via: "token" | "session" | "local";
                tokenId: string | null;
                tokenName: string | null;
                sessionId: string | null;
            };
        };
        MetricList: {
            items: {
                name: string;
                value: number;
                unit: string;
                labels: {
                    [key: string]: string;
                };
                /** Format: date-time */
                measuredAt: string;
            }[];
        };
        NotificationPreview: {
            /** @description of the rule that happened with this execution */
            events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
            /**
             * @description no: nothing of it is in the rule, or its conditions do not hold
             * @enum {string}
             */
            told: "yes" | "no";
            /** @description why not */
            why: string | null;
            messages: {
                /** Format: uuid */
                channelId: string;
                channelName: string;
                /** @enum {string} */
                kind: "slack-webhook" | "slack-bot" | "email" | "webhook" | "github";
                /** @description of a mail */
                subject: string | null;
                text: string;
                /** @description of a mail */
                html: string | null;
                /** @description what is sent, where it is JSON */
                body: {
                    [key: string]: unknown;
                } | null;
            }[];
        };
        NotificationRule: {
            /** Format: uuid */
            ruleId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            /** @description null: all of the team or project */
            definitionId: string | null;
            events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
            channelIds: string[];
            /**
             * @description whose inbox is told
             * @enum {string}
             */
            inbox: "nobody" | "submitter" | "team";
            conditions: {
                /** @description any of them; `*` stands for any signs */
                branches?: string[];
                /** @description all of them; `*` stands for any signs */
                tags?: {
                    [key: string]: string;
                };
                /** @description of `slow`: than the median of the last runs; 50 when neither is said */
                slowerByPercent?: number;
                /** @description of `slow`: in any case */
                slowerThanSeconds?: number;
                /** @description of `quota`: from how much on; 80 when left out */
                quotaPercent?: number;
            };
            quietHours: {
                from: string;
                /** @description before `from`: of the next day; equal to it: all day */
                until: string;
                timeZone: string;
                /** @description on which they begin; left out: on each */
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /**
                 * @description hold: what happens is told when they end; drop: never
                 * @default hold
                 * @enum {string}
                 */
                meanwhile: "hold" | "drop";
                /**
                 * @description told all the same
                 * @default []
                 */
                except: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
            } | null;
            /** @description the same of the same definition and branch is told once in this time; 0: each time */
            dedupeMinutes: number;
            /** @enum {string} */
            state: "on" | "off";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        NotificationRuleList: {
            items: components["schemas"]["NotificationRule"][];
            nextCursor: string | null;
        };
        Overview: {
            running: number;
            queued: number;
            oldestQueuedAt: string | null;
            /** @description every day, the oldest first, today the last */
            days: components["schemas"]["OverviewDay"][];
            flakiest: components["schemas"]["TestCase"][];
            slowest: components["schemas"]["TestCase"][];
            /** @description failing now, and passing before the last 24 hours changed that */
            broke: components["schemas"]["TestCase"][];
            /** @description the other way round */
            fixed: components["schemas"]["TestCase"][];
        };
        OverviewDay: {
            /** Format: date */
            day: string;
            executions: number;
            passed: number;
            flaky: number;
            failed: number;
            infrastructure: number;
            /** @description timed out, cancelled, expired, rejected */
            others: number;
            /** @description passed or flaky, of these and the failed; null without any */
            passRate: number | null;
            tests: number;
            testsFailed: number;
            /** @description of those that ran */
            meanDurationMs: number | null;
            longestMs: number | null;
            /** @description from the submission to the start */
            meanWaitMs: number | null;
        };
        PasswordResetLink: {
            /** @description lets whoever opens it set a new password, once; shown this once */
            link: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Problem: {
            /** @description urn:gauntlet:problem:<code> */
            type: string;
            title: string;
            status: number;
            /** @description what, which, and what to do */
            detail: string;
            /** @enum {string} */
            code: "invalid-request" | "malformed-body" | "sign-in-failed" | "authorization-pending" | "not-signed-in" | "not-allowed" | "authorization-refused" | "not-found" | "method-not-allowed" | "not-acceptable" | "request-too-slow" | "already-ended" | "already-exists" | "last-admin" | "key-in-use" | "in-use" | "changed-meanwhile" | "idempotency-key-reused" | "group-ended" | "sequence-gap" | "checksum-differs" | "link-expired" | "authorization-expired" | "too-large" | "unsupported-media-type" | "invalid-definition" | "framework-unknown" | "secret-missing" | "channel-missing" | "environment-missing" | "environment-disabled" | "executor-missing" | "resources-exceed-environment" | "upload-not-found" | "headers-too-large" | "quota-exceeded" | "rate-limited" | "slow-down" | "internal-error" | "storage-full" | "unavailable";
            /** @description id of the request, as in the server's log */
            instance?: string;
            faults?: {
                path: string;
                message: string;
            }[];
            /** @description which quota, of `quota-exceeded` */
            quota?: components["schemas"]["QuotaExcess"];
        };
        Project: {
            /** Format: uuid */
            projectId: string;
            name: string;
            description: string;
            /** @description whose project it is */
            team: {
                /** Format: uuid */
                teamId: string;
                name: string;
            };
            /** @description the asker's as a member; null: none, it is of the own team */
            role: ("lead" | "developer" | "viewer" | "sre" | "ci") | null;
            /** Format: date-time */
            createdAt: string;
            /** @description user name */
            createdBy: string | null;
            /** @description null: things may be run in it */
            archivedAt: string | null;
        };
        ProjectList: {
            items: components["schemas"]["Project"][];
            nextCursor: string | null;
        };
        ProjectMember: {
            /** Format: uuid */
            userId: string;
            username: string;
            /** @description the home team */
            teamName: string;
            /** @enum {string} */
            role: "lead" | "developer" | "viewer" | "sre" | "ci";
            /** @description false: this account is deactivated */
            active: boolean;
            /** @description user name */
            addedBy: string | null;
            /** Format: date-time */
            addedAt: string;
        };
        ProjectMemberList: {
            items: components["schemas"]["ProjectMember"][];
        };
        Quarantine: {
            /** @enum {string} */
            state: "active" | "expired";
            reason: string;
            /** @description user name */
            by: string | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            expiresAt: string;
        };
        QuarantinedCounts: {
            /** @description tests that were in quarantine when the verdict was given */
            total: number;
            /** @description of these: those that failed, and are not counted in the verdict */
            failed: number;
        };
        Queue: {
            items: {
                position: number;
                /** Format: uuid */
                executionId: string;
                name: string;
                priority: number;
                /** Format: date-time */
                queuedAt: string;
                waitingFor: string;
            }[];
            running: number;
        };
        Quota: {
            /** @enum {string} */
            resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            /** @enum {string} */
            unit: "executions" | "groups" | "millicpu" | "MiB";
            /** @enum {string} */
            period: "none" | "hour" | "day" | "week" | "month";
            /** @description the one in force; null for none */
            limit: number | null;
            /** @enum {string} */
            of: "user" | "team" | "default";
            /** @description the person's where the limit is the person's, else the team's; of artifact_mib: artifacts and uploads that have not expired */
            used: number;
            freesAt: string | null;
            /** @description what is set at each level; null for nothing */
            levels: {
                user: number | null;
                team: number | null;
                default: number | null;
            };
        };
        QuotaChange: {
            /** @enum {string} */
            resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            /** @description null: cleared */
            limit: number | null;
            /** @description null: none was set */
            before: number | null;
        };
        QuotaExcess: {
            /** @enum {string} */
            resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            limit: number;
            used: number;
            /** @description beyond what is used */
            asked: number;
            /** @enum {string} */
            unit: "executions" | "groups" | "millicpu" | "MiB";
            /** @enum {string} */
            of: "user" | "team" | "default";
            /** @description by when something of it is free again; null when nobody knows */
            freesAt: string | null;
        };
        QuotaList: {
            team: {
                /** Format: uuid */
                teamId: string;
                name: string;
            };
            user: {
                /** Format: uuid */
                userId: string;
                username: string;
            } | null;
            items: components["schemas"]["Quota"][];
        };
        Result: {
            /** Format: uuid */
            resultId: string;
            /**
             * Format: uuid
             * @description the test, over all executions
             */
            testCaseId: string;
            unitId: string | null;
            name: string;
            suite: string[];
            file: string | null;
            line: number | null;
            project: string | null;
            /** @enum {string} */
            status: "passed" | "failed" | "error" | "skipped";
            flaky: boolean;
            /** @description its test was in quarantine when the verdict was given */
            quarantined: boolean;
            attempt: number;
            durationMs: number;
            message: string | null;
            /** Format: date-time */
            executedAt: string;
            stack: string | null;
            /** @description the source where it failed; null where the agent found none */
            codeFrame: components["schemas"]["CodeFrame"] | null;
            output: string | null;
            tags: string[];
            retries: number;
            assertions: {
                type: string;
                expected?: string;
                actual?: string;
                passed: boolean;
                message?: string;
            }[];
            artifacts: components["schemas"]["Artifact"][];
        };
        ResultList: {
            items: components["schemas"]["ResultSummary"][];
            nextCursor: string | null;
        };
        ResultSummary: {
            /** Format: uuid */
            resultId: string;
            /**
             * Format: uuid
             * @description the test, over all executions
             */
            testCaseId: string;
            unitId: string | null;
            name: string;
            suite: string[];
            file: string | null;
            line: number | null;
            project: string | null;
            /** @enum {string} */
            status: "passed" | "failed" | "error" | "skipped";
            flaky: boolean;
            /** @description its test was in quarantine when the verdict was given */
            quarantined: boolean;
            attempt: number;
            durationMs: number;
            message: string | null;
            /** Format: date-time */
            executedAt: string;
        };
        SavedView: {
            /** Format: uuid */
            viewId: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            filters: {
                /** @description one or several, by commas */
                status?: string;
                /** @description one or several, by commas */
                verdict?: string;
                /** Format: uuid */
                definitionId?: string;
                /** @description part of the name */
                name?: string;
                /** @description key or key=value */
                tag?: string;
                /** @description a time, or an age such as 30m, 24h or 7d */
                since?: string;
                /** @description a time, or an age such as 30m, 24h or 7d */
                until?: string;
            };
            /**
             * @description shared: for everybody in the team, or in the project that it was saved in
             * @enum {string}
             */
            visibility: "private" | "shared";
            owner: {
                /** Format: uuid */
                userId: string;
                username: string;
            };
            /**
             * @description default: the asker's list begins with it
             * @enum {string}
             */
            standing: "default" | "plain";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SavedViewList: {
            items: components["schemas"]["SavedView"][];
            nextCursor: string | null;
        };
        Schedule: {
            /** Format: uuid */
            scheduleId: string;
            projectId: string | null;
            /** Format: uuid */
            definitionId: string;
            definitionName: string;
            /** @description five fields: minute, hour, day of the month, month, day of the week; or @daily and the like */
            cron: string;
            /** @description of the IANA database, such as Europe/Berlin */
            timeZone: string;
            /**
             * @description times that passed while no server ran: skip: leave them out; run-once: once for all; run-all: each of the last ones
             * @enum {string}
             */
            missed: "skip" | "run-once" | "run-all";
            /** @description of run-all: at most so many, the last ones */
            missedLimit: number;
            /**
             * @description while the last run goes on: skip: leave it out; queue: run all the same
             * @enum {string}
             */
            overlap: "skip" | "queue";
            /** @enum {string} */
            status: "enabled" | "paused";
            pausedReason: string | null;
            nextRunAt: string | null;
            /** @description the time of the schedule that was looked at last */
            lastRunAt: string | null;
            lastOutcome: ("submitted" | "skipped-overlap" | "skipped-missed" | "refused") | null;
            lastMessage: string | null;
            lastExecutionId: string | null;
            /** @description user name: in whose name it runs */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ScheduleList: {
            items: components["schemas"]["Schedule"][];
            nextCursor: string | null;
        };
        SchedulePreview: {
            timeZone: string;
            times: string[];
        };
        SecretList: {
            items: {
                name: string;
                /** @description null: of the team as a whole */
                projectId: string | null;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                updatedAt: string;
            }[];
        };
        SessionList: {
            items: {
                /** Format: uuid */
                sessionId: string;
                /** @enum {string} */
                how: "password" | "link" | "oidc" | "invitation";
                /** @description the one that asks */
                current: boolean;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                lastUsedAt: string;
                /** Format: date-time */
                expiresAt: string;
                address: string | null;
                userAgent: string | null;
            }[];
        };
        SignInLink: {
            /** @description address from the root of the server, with the one-time code */
            link: string;
            /** Format: date-time */
            expiresAt: string;
        };
        SignedIn: {
            /** Format: uuid */
            sessionId: string;
            /** @description for `Authorization: Bearer`; null for browsers, which have it in a cookie */
            accessToken: string | null;
            /** @description of the access token */
            expiresInSeconds: number;
            /** @description until the session ends, however much it is used */
            sessionSeconds: number;
        };
        SigningKeyMade: {
            /** @description of the key that signs from now on */
            kid: string;
        };
        SubmitAnswer: {
            /** Format: uuid */
            executionId: string;
            queuePosition: number;
            links: components["schemas"]["Links"];
        };
        System: {
            /** @description of Gauntlet */
            version: string;
            /** @description the one that answers */
            server: {
                /** Format: date-time */
                startedAt: string;
                node: string;
                memoryBytes: number;
            };
            queue: {
                waiting: number;
                oldestSeconds: number;
            };
            /** @description that are not over, by their status */
            executions: {
                [key: string]: number;
            };
            /** @description that start or run */
            groups: {
                [key: string]: number;
            };
            /** @description that were heard of within a week */
            nodes: {
                name: string;
                host: string;
                /**
                 * @description silent: not heard of for a minute
                 * @enum {string}
                 */
                state: "heard" | "silent";
                /** Format: date-time */
                lastSeenAt: string;
                executions: number;
                cpuMillis: {
                    total: number;
                    requested: number;
                };
                memoryBytes: {
                    total: number;
                    requested: number;
                };
            }[];
            database: {
                version: string;
                sizeBytes: number;
                connections: number;
                maxConnections: number;
                /** @description the last migration */
                schema: string;
            };
        };
        Team: {
            /** Format: uuid */
            teamId: string;
            name: string;
            /** @description false: nobody of it gets in */
            active: boolean;
            settings: {
                /** @description what the team is there for */
                description: string | null;
                /** @description for how long its invitations are good; null: 7 */
                invitationDays: number | null;
            };
            /** Format: date-time */
            createdAt: string;
            /** @description active people whose home team it is */
            members: number;
        };
        TeamList: {
            items: components["schemas"]["Team"][];
            nextCursor: string | null;
        };
        TestCase: {
            /** Format: uuid */
            testCaseId: string;
            /** Format: uuid */
            definitionId: string;
            definitionName: string;
            /** @description null: of the team as a whole */
            projectId: string | null;
            name: string;
            suite: string[];
            file: string | null;
            /** @description the framework's project */
            project: string | null;
            owner: {
                /** Format: uuid */
                userId: string;
                username: string;
            } | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: uuid */
            lastExecutionId: string;
            /** @enum {string} */
            lastOutcome: "passed" | "flaky" | "failed" | "error" | "skipped";
            /** @description by the last run that was not skipped */
            standing: ("passing" | "failing") | null;
            standingSince: string | null;
            lastFailedAt: string | null;
            /** @description moving average of its durations, within a tenth */
            typicalMs: number;
            /** @description null: no content ever showed both outcomes */
            flaky: components["schemas"]["Flakiness"] | null;
            quarantine: components["schemas"]["Quarantine"] | null;
        };
        TestCaseList: {
            items: components["schemas"]["TestCase"][];
            nextCursor: string | null;
        };
        TestChange: {
            /** Format: uuid */
            testCaseId: string;
            name: string;
            suite: string[];
            file: string | null;
            project: string | null;
            /** @description in the first execution; null: it did not run there */
            before: {
                /** @enum {string} */
                outcome: "passed" | "flaky" | "failed" | "error" | "skipped";
                durationMs: number;
                /** Format: uuid */
                resultId: string;
            } | null;
            /** @description in the second */
            after: {
                /** @enum {string} */
                outcome: "passed" | "flaky" | "failed" | "error" | "skipped";
                durationMs: number;
                /** Format: uuid */
                resultId: string;
            } | null;
            /** @description the head of the failure in the second */
            message: string | null;
        };
        TestDefinition: {
            name: string;
            /**
             * @default unit
             * @enum {string}
             */
            type: "unit" | "integration" | "api" | "e2e" | "load" | "performance" | "security" | "smoke" | "saga" | "chaos" | "other";
            /** @description left out: detected from the project's own files */
            framework?: string;
            content: {
                /** @constant */
                type: "git";
                url: string;
                /** @description branch, tag or commit; the default branch when left out */
                ref?: string;
                /** @description folder of the repository to work in */
                path?: string;
                /** @description the secret that opens a private repository */
                credentials?: {
                    secret: string;
                    /** @enum {string} */
                    kind: "token" | "ssh-key";
                };
            } | {
                /** @constant */
                type: "archive";
                /** Format: uuid */
                uploadId: string;
                path?: string;
                /**
                 * @description dependencies are installed anew, also where earlier runs have kept the same ones
                 * @constant
                 */
                install?: "anew";
                /** @description PATH and VIRTUAL_ENV of the caller, for this run in place of the server's own. Accepted only from the host's own command line. */
                hostEnvironment?: {
                    path?: string;
                    /** @description the active virtualenv */
                    virtualenv?: string;
                };
                /** @description the folder on the server's own host that was packed: its node_modules or virtualenv is linked, not installed again. Accepted only from the host's own command line. */
                hostFolder?: string;
            } | {
                /** @constant */
                type: "inline";
                files: {
                    [key: string]: string;
                };
            };
            /**
             * @description only these test files or folders
             * @default []
             */
            paths: string[];
            /**
             * @description further arguments for the framework's command
             * @default []
             */
            args: string[];
            /** @description for framework "command" */
            commands?: {
                name: string;
                /** @description run by `sh -e -c` in the working folder: it ends at the first line that fails */
                run: string;
                /** @description left out: the command is one test, passed when it exits 0 */
                report?: {
                    /** @enum {string} */
                    format: "junit" | "ctrf" | "tap" | "none";
                    /** @description glob of the report files; for tap, standard output when left out */
                    path?: string;
                };
            }[];
            /** @default auto */
            setup: ("auto" | "none") | {
                commands: string[];
            };
            /** @default {} */
            environment: {
                [key: string]: string;
            };
            /** @description which of the server's environments it runs in; left out: the server's own host */
            environmentName?: string;
            /**
             * @description environment variable: name of the secret
             * @default {}
             */
            secrets: {
                [key: string]: string;
            };
            resources: {
                /** @default 100m */
                cpu: number | string;
                /** @default 128Mi */
                memory: number | string;
            };
            /** @default 1 */
            parallelism: number;
            timeouts: {
                /** @default 3600 */
                queueSeconds: number;
                /** @default 7200 */
                runSeconds: number;
                /** @description a unit that takes longer is ended and counts as an error */
                unitSeconds?: number;
            };
            retries: {
                /**
                 * @description how often a failed execution is tried again
                 * @default 0
                 */
                attempts: number;
                /** @default 10 */
                backoffSeconds: number;
                /**
                 * @default failed-units
                 * @enum {string}
                 */
                scope: "failed-units" | "execution";
            };
            /**
             * @description 100 is served first
             * @default 50
             */
            priority: number;
            /** @default {} */
            tags: {
                [key: string]: string;
            };
            /**
             * @description globs of files to keep
             * @default []
             */
            artifacts: string[];
            /** @description container image, on Kubernetes */
            image?: string;
            /**
             * @description on Kubernetes: nodes that the provider may take away; left out: as its environment says
             * @enum {string}
             */
            spot?: "prefer" | "allow" | "refuse";
            /** @description whom its executions tell, besides the rules of the team */
            notifications?: {
                /**
                 * @default [
                 *       "failed",
                 *       "recovered"
                 *     ]
                 */
                events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                channels: string[];
                /** @description only of these branches; `*` stands for any signs */
                branches?: string[];
            }[];
        };
        TestDefinitionInput: {
            name: string;
            /**
             * @default unit
             * @enum {string}
             */
            type?: "unit" | "integration" | "api" | "e2e" | "load" | "performance" | "security" | "smoke" | "saga" | "chaos" | "other";
            /** @description left out: detected from the project's own files */
            framework?: string;
            content: {
                /** @constant */
                type: "git";
                url: string;
                /** @description branch, tag or commit; the default branch when left out */
                ref?: string;
                /** @description folder of the repository to work in */
                path?: string;
                /** @description the secret that opens a private repository */
                credentials?: {
                    secret: string;
                    /** @enum {string} */
                    kind: "token" | "ssh-key";
                };
            } | {
                /** @constant */
                type: "archive";
                /** Format: uuid */
                uploadId: string;
                path?: string;
                /**
                 * @description dependencies are installed anew, also where earlier runs have kept the same ones
                 * @constant
                 */
                install?: "anew";
                /** @description PATH and VIRTUAL_ENV of the caller, for this run in place of the server's own. Accepted only from the host's own command line. */
                hostEnvironment?: {
                    path?: string;
                    /** @description the active virtualenv */
                    virtualenv?: string;
                };
                /** @description the folder on the server's own host that was packed: its node_modules or virtualenv is linked, not installed again. Accepted only from the host's own command line. */
                hostFolder?: string;
            } | {
                /** @constant */
                type: "inline";
                files: {
                    [key: string]: string;
                };
            };
            /**
             * @description only these test files or folders
             * @default []
             */
            paths?: string[];
            /**
             * @description further arguments for the framework's command
             * @default []
             */
            args?: string[];
            /** @description for framework "command" */
            commands?: {
                name: string;
                /** @description run by `sh -e -c` in the working folder: it ends at the first line that fails */
                run: string;
                /** @description left out: the command is one test, passed when it exits 0 */
                report?: {
                    /** @enum {string} */
                    format: "junit" | "ctrf" | "tap" | "none";
                    /** @description glob of the report files; for tap, standard output when left out */
                    path?: string;
                };
            }[];
            /** @default auto */
            setup?: ("auto" | "none") | {
                commands: string[];
            };
            /** @default {} */
            environment?: {
                [key: string]: string;
            };
            /** @description which of the server's environments it runs in; left out: the server's own host */
            environmentName?: string;
            /**
             * @description environment variable: name of the secret
             * @default {}
             */
            secrets?: {
                [key: string]: string;
            };
            /** @default {} */
            resources?: {
                /** @default 100m */
                cpu?: number | string;
                /** @default 128Mi */
                memory?: number | string;
            };
            /** @default 1 */
            parallelism?: number;
            /** @default {} */
            timeouts?: {
                /** @default 3600 */
                queueSeconds?: number;
                /** @default 7200 */
                runSeconds?: number;
                /** @description a unit that takes longer is ended and counts as an error */
                unitSeconds?: number;
            };
            /** @default {} */
            retries?: {
                /**
                 * @description how often a failed execution is tried again
                 * @default 0
                 */
                attempts?: number;
                /** @default 10 */
                backoffSeconds?: number;
                /**
                 * @default failed-units
                 * @enum {string}
                 */
                scope?: "failed-units" | "execution";
            };
            /**
             * @description 100 is served first
             * @default 50
             */
            priority?: number;
            /** @default {} */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description globs of files to keep
             * @default []
             */
            artifacts?: string[];
            /** @description container image, on Kubernetes */
            image?: string;
            /**
             * @description on Kubernetes: nodes that the provider may take away; left out: as its environment says
             * @enum {string}
             */
            spot?: "prefer" | "allow" | "refuse";
            /** @description whom its executions tell, besides the rules of the team */
            notifications?: {
                /**
                 * @default [
                 *       "failed",
                 *       "recovered"
                 *     ]
                 */
                events?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                channels: string[];
                /** @description only of these branches; `*` stands for any signs */
                branches?: string[];
            }[];
        };
        TestRun: {
            /** Format: uuid */
            executionId: string;
            /** Format: uuid */
            resultId: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            outcome: "passed" | "flaky" | "failed" | "error" | "skipped";
            durationMs: number;
            contentKey: string | null;
            /** @description the same content had shown the other outcome before, or within this run */
            bothOutcomes: boolean;
            quarantined: boolean;
            /** @description the head of it */
            message: string | null;
        };
        TestRunList: {
            items: components["schemas"]["TestRun"][];
            nextCursor: string | null;
        };
        TokenCreated: {
            /** Format: uuid */
            tokenId: string;
            name: string;
            prefix: string;
            scopes: string[];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            /** @description shown this once */
            token: string;
        };
        TokenList: {
            items: {
                /** Format: uuid */
                tokenId: string;
                name: string;
                prefix: string;
                scopes: string[];
                /** Format: date-time */
                createdAt: string;
                expiresAt: string | null;
                lastUsedAt: string | null;
            }[];
        };
        Unit: {
            /** Format: uuid */
            unitId: string;
            key: string;
            title: string;
            file: string | null;
            attempt: number;
            /** @enum {string} */
            status: "pending" | "claimed" | "reported";
            outcome: ("passed" | "failed" | "error" | "skipped") | null;
            reason: ("tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error") | null;
            message: string | null;
            groupIndex: number | null;
            estimatedMs: number | null;
            durationMs: number | null;
            counts: components["schemas"]["Counts"] | null;
        };
        UnitList: {
            items: components["schemas"]["Unit"][];
            nextCursor: string | null;
        };
        UploadAnswer: {
            /** Format: uuid */
            uploadId: string;
            sizeBytes: number;
            sha256: string;
        };
        User: {
            /** Format: uuid */
            userId: string;
            username: string;
            email: string | null;
            /**
             * Format: uuid
             * @description home team
             */
            teamId: string;
            teamName: string;
            roles: string[];
            /** @description false: nothing of this account lets anybody in */
            active: boolean;
            /** @description team and roles are set anew by the identity provider's groups at every sign-in */
            followsProvider: boolean;
            /** Format: date-time */
            createdAt: string;
            lastLogin: string | null;
        };
        UserCreated: {
            /** Format: uuid */
            userId: string;
            username: string;
            email: string | null;
            /**
             * Format: uuid
             * @description home team
             */
            teamId: string;
            teamName: string;
            roles: string[];
            /** @description false: nothing of this account lets anybody in */
            active: boolean;
            /** @description team and roles are set anew by the identity provider's groups at every sign-in */
            followsProvider: boolean;
            /** Format: date-time */
            createdAt: string;
            lastLogin: string | null;
            /** @description signs the new user in, once; from the root of the server; shown this once */
            link: string;
            /** Format: date-time */
            linkExpiresAt: string;
        };
        UserList: {
            items: components["schemas"]["User"][];
            nextCursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealthLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                        /** @enum {string} */
                        service: "gauntlet";
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not-ready";
                        checks: {
                            [key: string]: {
                                ok: boolean;
                                message: string;
                            };
                        };
                    };
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not-ready";
                        checks: {
                            [key: string]: {
                                ok: boolean;
                                message: string;
                            };
                        };
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTests: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: {
                /** @description the same key with the same request again answers with the execution there is */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    definitionId: string;
                    /** @description changes the definition's own values for this execution only; of resources, timeouts and retries those settings that are named, everything else whole */
                    overrides?: {
                        /** @description left out: detected from the project's own files */
                        framework?: string;
                        content?: {
                            /** @enum {string} */
                            type: "git";
                            url: string;
                            /** @description branch, tag or commit; the default branch when left out */
                            ref?: string;
                            /** @description folder of the repository to work in */
                            path?: string;
                            /** @description the secret that opens a private repository */
                            credentials?: {
                                secret: string;
                                /** @enum {string} */
                                kind: "token" | "ssh-key";
                            };
                        } | {
                            /** @enum {string} */
                            type: "archive";
                            /** Format: uuid */
                            uploadId: string;
                            path?: string;
                            /**
                             * @description dependencies are installed anew, also where earlier runs have kept the same ones
                             * @enum {string}
                             */
                            install?: "anew";
                            /** @description PATH and VIRTUAL_ENV of the caller, for this run in place of the server's own. Accepted only from the host's own command line. */
                            hostEnvironment?: {
                                path?: string;
                                /** @description the active virtualenv */
                                virtualenv?: string;
                            };
                            /** @description the folder on the server's own host that was packed: its node_modules or virtualenv is linked, not installed again. Accepted only from the host's own command line. */
                            hostFolder?: string;
                        } | {
                            /** @enum {string} */
                            type: "inline";
                            files: {
                                [key: string]: string;
                            };
                        };
                        paths?: string[];
                        args?: string[];
                        /** @description for framework "command" */
                        commands?: {
                            name: string;
                            /** @description run by `sh -e -c` in the working folder: it ends at the first line that fails */
                            run: string;
                            /** @description left out: the command is one test, passed when it exits 0 */
                            report?: {
                                /** @enum {string} */
                                format: "junit" | "ctrf" | "tap" | "none";
                                /** @description glob of the report files; for tap, standard output when left out */
                                path?: string;
                            };
                        }[];
                        setup?: ("auto" | "none") | {
                            commands: string[];
                        };
                        environment?: {
                            [key: string]: string;
                        };
                        /** @description which of the server's environments it runs in; left out: the server's own host */
                        environmentName?: string;
                        secrets?: {
                            [key: string]: string;
                        };
                        resources?: {
                            cpu?: number | string;
                            memory?: number | string;
                        };
                        parallelism?: number;
                        timeouts?: {
                            queueSeconds?: number;
                            runSeconds?: number;
                            /** @description a unit that takes longer is ended and counts as an error */
                            unitSeconds?: number;
                        };
                        retries?: {
                            attempts?: number;
                            backoffSeconds?: number;
                            /** @enum {string} */
                            scope?: "failed-units" | "execution";
                        };
                        priority?: number;
                        tags?: {
                            [key: string]: string;
                        };
                        artifacts?: string[];
                        /** @description container image, on Kubernetes */
                        image?: string;
                        /**
                         * @description on Kubernetes: nodes that the provider may take away; left out: as its environment says
                         * @enum {string}
                         */
                        spot?: "prefer" | "allow" | "refuse";
                        /** @description whom its executions tell, besides the rules of the team */
                        notifications?: {
                            /**
                             * @default [
                             *       "failed",
                             *       "recovered"
                             *     ]
                             */
                            events?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                            channels: string[];
                            /** @description only of these branches; `*` stands for any signs */
                            branches?: string[];
                        }[];
                    };
                } | components["schemas"]["TestDefinitionInput"];
                "application/yaml": {
                    /** Format: uuid */
                    definitionId: string;
                    /** @description changes the definition's own values for this execution only; of resources, timeouts and retries those settings that are named, everything else whole */
                    overrides?: {
                        /** @description left out: detected from the project's own files */
                        framework?: string;
                        content?: {
                            /** @enum {string} */
                            type: "git";
                            url: string;
                            /** @description branch, tag or commit; the default branch when left out */
                            ref?: string;
                            /** @description folder of the repository to work in */
                            path?: string;
                            /** @description the secret that opens a private repository */
                            credentials?: {
                                secret: string;
                                /** @enum {string} */
                                kind: "token" | "ssh-key";
                            };
                        } | {
                            /** @enum {string} */
                            type: "archive";
                            /** Format: uuid */
                            uploadId: string;
                            path?: string;
                            /**
                             * @description dependencies are installed anew, also where earlier runs have kept the same ones
                             * @enum {string}
                             */
                            install?: "anew";
                            /** @description PATH and VIRTUAL_ENV of the caller, for this run in place of the server's own. Accepted only from the host's own command line. */
                            hostEnvironment?: {
                                path?: string;
                                /** @description the active virtualenv */
                                virtualenv?: string;
                            };
                            /** @description the folder on the server's own host that was packed: its node_modules or virtualenv is linked, not installed again. Accepted only from the host's own command line. */
                            hostFolder?: string;
                        } | {
                            /** @enum {string} */
                            type: "inline";
                            files: {
                                [key: string]: string;
                            };
                        };
                        paths?: string[];
                        args?: string[];
                        /** @description for framework "command" */
                        commands?: {
                            name: string;
                            /** @description run by `sh -e -c` in the working folder: it ends at the first line that fails */
                            run: string;
                            /** @description left out: the command is one test, passed when it exits 0 */
                            report?: {
                                /** @enum {string} */
                                format: "junit" | "ctrf" | "tap" | "none";
                                /** @description glob of the report files; for tap, standard output when left out */
                                path?: string;
                            };
                        }[];
                        setup?: ("auto" | "none") | {
                            commands: string[];
                        };
                        environment?: {
                            [key: string]: string;
                        };
                        /** @description which of the server's environments it runs in; left out: the server's own host */
                        environmentName?: string;
                        secrets?: {
                            [key: string]: string;
                        };
                        resources?: {
                            cpu?: number | string;
                            memory?: number | string;
                        };
                        parallelism?: number;
                        timeouts?: {
                            queueSeconds?: number;
                            runSeconds?: number;
                            /** @description a unit that takes longer is ended and counts as an error */
                            unitSeconds?: number;
                        };
                        retries?: {
                            attempts?: number;
                            backoffSeconds?: number;
                            /** @enum {string} */
                            scope?: "failed-units" | "execution";
                        };
                        priority?: number;
                        tags?: {
                            [key: string]: string;
                        };
                        artifacts?: string[];
                        /** @description container image, on Kubernetes */
                        image?: string;
                        /**
                         * @description on Kubernetes: nodes that the provider may take away; left out: as its environment says
                         * @enum {string}
                         */
                        spot?: "prefer" | "allow" | "refuse";
                        /** @description whom its executions tell, besides the rules of the team */
                        notifications?: {
                            /**
                             * @default [
                             *       "failed",
                             *       "recovered"
                             *     ]
                             */
                            events?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                            channels: string[];
                            /** @description only of these branches; `*` stands for any signs */
                            branches?: string[];
                        }[];
                    };
                } | components["schemas"]["TestDefinitionInput"];
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUploads: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutions: {
        parameters: {
            query?: {
                /** @description one or several, by commas */
                status?: string;
                /** @description one or several, by commas */
                verdict?: string;
                definitionId?: string;
                /** @description part of the name */
                name?: string;
                /** @description key or key=value */
                tag?: string;
                /** @description a time, or an age such as 30m, 24h or 7d */
                since?: string;
                /** @description a time, or an age such as 30m, 24h or 7d */
                until?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postExecutionsIdCancel: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postExecutionsIdRerun: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: {
                /** @description the same key with the same request again answers with the execution there is */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default all
                     * @enum {string}
                     */
                    only?: "all" | "failed";
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdUnits: {
        parameters: {
            query?: {
                attempt?: number;
                /** @description one or several, by commas */
                outcome?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdResults: {
        parameters: {
            query?: {
                /** @description one or several, by commas; flaky: of the passed those that passed only on a retry */
                status?: string;
                /** @description part of the name, the suite or the file */
                search?: string;
                /** @description the last one of each test when left out */
                attempt?: number;
                /** @description by-file: failures first, each file in one piece */
                order?: "failures-first" | "by-file" | "recorded";
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdResultsResultId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
                resultId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdMetrics: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdLogChunks: {
        parameters: {
            query?: {
                group?: number;
                stream?: "setup" | "output";
                cursor?: string;
                /** @description answer later when there is nothing new */
                waitSeconds?: number;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogChunks"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdLogs: {
        parameters: {
            query?: {
                group?: number;
                stream?: "setup" | "output";
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdArtifacts: {
        parameters: {
            query?: {
                type?: "log" | "setup-log" | "screenshot" | "video" | "trace" | "attachment" | "file" | "junit" | "html-report" | "raw-report";
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getArtifactsId: {
        parameters: {
            query?: {
                /** @description `page`: HTML of a test is shown, without its scripts, in a frame of the dashboard; else it is saved. `file`: it is saved, whatever it is, and where the bucket gives it out itself the answer leads there */
                as?: "page" | "file";
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Default Response */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description `as=file`: to the bucket, by an address that is good for a minute */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description as before */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description nothing of the range is there */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdReport: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the artifact */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdEvents: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: {
                /** @description go on after the event of this number; anything else counts as left out */
                "last-event-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                    "text/event-stream": string;
                };
            };
            /** @description a stream that has nothing more to say: do not come again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description position to go on after; from now on when left out */
                after?: number;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: {
                /** @description go on after the event of this number; anything else counts as left out */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQueue: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTestCases: {
        parameters: {
            query?: {
                /** @description part of the name, the suite or the file */
                search?: string;
                state?: "flaky" | "quarantined" | "failing" | "passing";
                definitionId?: string;
                /** @description a user's id or name, or `none` */
                owner?: string;
                order?: "name" | "flaky-rate" | "slowest" | "newest-failure";
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTestCasesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCase"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTestCasesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description id or name of a user who sees the test; null for nobody */
                    owner: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCase"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTestCasesIdRuns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestRunList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTestCasesIdQuarantine: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    /**
                     * Format: date-time
                     * @description 14 days from now when left out; at most 90 days from now
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCase"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTestCasesIdQuarantine: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description its failures count again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdCompareExecutionId: {
        parameters: {
            query?: {
                /** @description which changes are listed; all are counted */
                kind?: "newly-failing" | "fixed" | "still-failing" | "added" | "removed" | "slower" | "faster";
                /** @description slower or faster by more than this */
                percent?: number;
                /** @description and by at least this */
                leastMs?: number;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
                executionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                days?: number;
                /** @description whose days: a name of the IANA time zone database, such as Europe/Berlin */
                timeZone?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinitions: {
        parameters: {
            query?: {
                /** @description part of the name, in any case of letters */
                search?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDefinitions: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestDefinitionInput"];
                "application/yaml": components["schemas"]["TestDefinitionInput"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definition"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinitionsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definition"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putDefinitionsId: {
        parameters: {
            query?: {
                /** @description the version that the change was made of; when there is a newer one, nothing is saved */
                expected?: number;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestDefinitionInput"];
                "application/yaml": components["schemas"]["TestDefinitionInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definition"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDefinitionsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinitionsIdPlan: {
        parameters: {
            query?: {
                /** @description groups; the definition's own number when left out */
                parallelism?: number;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionPlan"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinitionsIdTimings: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionTimings"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDefinitionsIdRestore: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definition"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinitionsIdVersions: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionVersionList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFrameworks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecrets: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecretsName: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    value: string;
                };
            };
        };
        responses: {
            /** @description set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecretsName: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminRotateSecretKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description rotate: a new key (where the key is a file), then seal everything with the first; resume: the latter alone; drop-old: forget the keys that nothing needs
                     * @default rotate
                     * @enum {string}
                     */
                    step?: "rotate" | "resume" | "drop-old";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRotation"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuotas: {
        parameters: {
            query?: {
                /** @description id or name; of others only with the scope team or admin */
                userId?: string;
                /** @description id or name; of other teams only with the scope admin */
                teamId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTeamsIdQuotasResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
                resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    limit: number;
                    /** @description the limit set so far (null: none); when it has become another, nothing is changed */
                    expected?: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChange"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTeamsIdQuotasResource: {
        parameters: {
            query?: {
                /** @description as for setting it */
                expected?: number;
            };
            header?: never;
            path: {
                /** @description id or name */
                id: string;
                resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChange"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putUsersIdQuotasResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
                resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    limit: number;
                    /** @description the limit set so far (null: none); when it has become another, nothing is changed */
                    expected?: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChange"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUsersIdQuotasResource: {
        parameters: {
            query?: {
                /** @description as for setting it */
                expected?: number;
            };
            header?: never;
            path: {
                /** @description id or name */
                id: string;
                resource: "concurrent_executions" | "executions_per_month" | "executions_per_week" | "executions" | "executions_per_hour" | "parallel_groups" | "cpu_millis" | "memory_mib" | "artifact_mib";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChange"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description `secret.set`, or `secret.*` for all of a resource; several by commas */
                action?: string;
                /** @description who did it: name or id */
                user?: string;
                /** @description with which token: name or id */
                token?: string;
                /** @description `secret`, `execution`, `user`, ... */
                targetKind?: string;
                /** @description name or id of what it was done to; with `targetKind=secret` also where that secret was used */
                target?: string;
                /** @description at or after */
                from?: string;
                /** @description before */
                until?: string;
                /** @description name or id; other teams only with the scope admin */
                team?: string;
                /** @description acts after this number, the oldest first: for following */
                after?: number;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Acts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                    "text/csv": string;
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProjects: {
        parameters: {
            query?: {
                /** @description the whole name, in any case of letters */
                name?: string;
                archived?: "without" | "with";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description unique in the team, in any case of letters */
                    name: string;
                    /** @default  */
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProjectsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchProjectsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProjectsIdArchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProjectsIdUnarchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProjectsIdMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMemberList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProjectsIdMembersUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description id or name */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "lead" | "developer" | "viewer" | "sre" | "ci";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMember"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProjectsIdMembersUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description id or name */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFailureCauses: {
        parameters: {
            query?: {
                /** @description open, known-issue, fixed, ignored; several by commas */
                status?: string;
                /** @description seen in executions of this definition */
                definitionId?: string;
                /** @description last seen at or after */
                since?: string;
                /** @description part of the title or the message */
                search?: string;
                /** @description name or id of a person; `none`: nobody owns it */
                owner?: string;
                /** @description recent: last seen first; newest: first seen last; frequent: the most often first */
                sort?: "recent" | "newest" | "frequent";
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCauseList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFailureCausesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCause"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchFailureCausesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "open" | "known-issue" | "fixed" | "ignored";
                    /** @description of a known issue; null: for good */
                    knownUntil?: string | null;
                    /** @description name or id; null: nobody */
                    owner?: string | null;
                    link?: string | null;
                    /** @description null: as made from the failures */
                    title?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCause"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postFailureCausesIdMerge: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description the cause that this one is the same as; that one stays
                     */
                    failureCauseId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCause"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postFailureCausesIdUnmerge: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCause"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFailureCausesIdOccurrences: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureOccurrenceList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFailureCausesIdComments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CauseCommentList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postFailureCausesIdComments: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CauseComment"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecutionsIdFailureCauses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionCauseList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClusters: {
        parameters: {
            query?: {
                /** @description exactly */
                name?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postClusters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default other
                     * @enum {string}
                     */
                    provider?: "eks" | "gke" | "aks" | "openshift" | "other";
                    /** @default null */
                    region?: string | null;
                    access: {
                        /** @enum {string} */
                        kind: "kubeconfig";
                        /** @description as kubectl reads it, with all data in it: no exec or auth-provider, no paths of files. Never comes out again. */
                        kubeconfig: string;
                        /** @description left out: its current-context */
                        context?: string;
                    } | {
                        /** @enum {string} */
                        kind: "in-cluster";
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClustersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteClustersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchClustersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    provider?: "eks" | "gke" | "aks" | "openshift" | "other";
                    region?: string | null;
                    access?: {
                        /** @enum {string} */
                        kind: "kubeconfig";
                        /** @description as kubectl reads it, with all data in it: no exec or auth-provider, no paths of files. Never comes out again. */
                        kubeconfig: string;
                        /** @description left out: its current-context */
                        context?: string;
                    } | {
                        /** @enum {string} */
                        kind: "in-cluster";
                    };
                    /**
                     * @description disabled: nothing new runs there
                     * @enum {string}
                     */
                    state?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postClustersIdCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterCheck"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEnvironments: {
        parameters: {
            query?: {
                /** @description exactly */
                name?: string;
                /** @description only those of this cluster */
                clusterId?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionEnvironmentList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: uuid */
                    clusterId: string;
                    /** @description in which its Jobs are made; it has to be there */
                    namespace: string;
                    configuration?: components["schemas"]["EnvironmentConfigurationInput"];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionEnvironment"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEnvironmentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionEnvironment"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEnvironmentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchEnvironmentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    namespace?: string;
                    configuration?: components["schemas"]["EnvironmentConfigurationInput"];
                    /**
                     * @description disabled: nothing new runs there
                     * @enum {string}
                     */
                    state?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionEnvironment"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedules: {
        parameters: {
            query?: {
                status?: "enabled" | "paused";
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSchedules: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    definitionId: string;
                    /**
                     * @description five fields: minute, hour, day of the month, month, day of the week; or @daily and the like
                     * @default @daily
                     */
                    cron?: string;
                    /**
                     * @description of the IANA database, such as Europe/Berlin
                     * @default UTC
                     */
                    timeZone?: string;
                    /**
                     * @description times that passed while no server ran: skip: leave them out; run-once: once for all; run-all: each of the last ones
                     * @default run-once
                     * @enum {string}
                     */
                    missed?: "skip" | "run-once" | "run-all";
                    /**
                     * @description of run-all: at most so many, the last ones
                     * @default 10
                     */
                    missedLimit?: number;
                    /**
                     * @description while the last run goes on: skip: leave it out; queue: run all the same
                     * @default skip
                     * @enum {string}
                     */
                    overlap?: "skip" | "queue";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSchedulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSchedulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description times that passed while no server ran: skip: leave them out; run-once: once for all; run-all: each of the last ones
                     * @enum {string}
                     */
                    missed?: "skip" | "run-once" | "run-all";
                    /** @description five fields: minute, hour, day of the month, month, day of the week; or @daily and the like */
                    cron?: string;
                    /** @description of the IANA database, such as Europe/Berlin */
                    timeZone?: string;
                    /** @description of run-all: at most so many, the last ones */
                    missedLimit?: number;
                    /**
                     * @description while the last run goes on: skip: leave it out; queue: run all the same
                     * @enum {string}
                     */
                    overlap?: "skip" | "queue";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSchedulesIdPause: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSchedulesIdResume: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSchedulesIdRun: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: {
                /** @description the same key with the same request again answers with the execution there is */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitAnswer"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedulePreview: {
        parameters: {
            query?: {
                /** @description five fields: minute, hour, day of the month, month, day of the week; or @daily and the like */
                cron?: string;
                /** @description of the IANA database, such as Europe/Berlin */
                timeZone?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViews: {
        parameters: {
            query?: {
                /** @description shared: whoever shares them */
                only?: "own" | "shared" | "default";
                /** @description the whole name, in any case of letters */
                name?: string;
                /** @description part of the name */
                search?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postViews: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description unique among those of its owner there, in any case of letters */
                    name: string;
                    filters: {
                        /** @description one or several, by commas */
                        status?: string;
                        /** @description one or several, by commas */
                        verdict?: string;
                        /** Format: uuid */
                        definitionId?: string;
                        /** @description part of the name */
                        name?: string;
                        /** @description key or key=value */
                        tag?: string;
                        /** @description a time, or an age such as 30m, 24h or 7d */
                        since?: string;
                        /** @description a time, or an age such as 30m, 24h or 7d */
                        until?: string;
                    };
                    /**
                     * @description shared: for everybody in the team, or in the project that it was saved in
                     * @default private
                     * @enum {string}
                     */
                    visibility?: "private" | "shared";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViewsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteViewsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchViewsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description all of them: what is left out is not filtered for */
                    filters?: {
                        /** @description one or several, by commas */
                        status?: string;
                        /** @description one or several, by commas */
                        verdict?: string;
                        /** Format: uuid */
                        definitionId?: string;
                        /** @description part of the name */
                        name?: string;
                        /** @description key or key=value */
                        tag?: string;
                        /** @description a time, or an age such as 30m, 24h or 7d */
                        since?: string;
                        /** @description a time, or an age such as 30m, 24h or 7d */
                        until?: string;
                    };
                    /**
                     * @description shared: for everybody in the team, or in the project that it was saved in
                     * @enum {string}
                     */
                    visibility?: "private" | "shared";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postViewsIdRestore: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putViewsIdDefault: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteViewsIdDefault: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthRefresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthLogout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description may be left out by who has no password yet */
                    current?: string;
                    /** @description 10 to 200 characters */
                    password: string;
                };
            };
        };
        responses: {
            /** @description set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeSessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default [
                     *       "read",
                     *       "submit"
                     *     ]
                     */
                    scopes?: ("read" | "submit" | "secrets" | "account" | "team" | "audit" | "admin")[];
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTokensId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSignInLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyMade"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWellKnownJwksJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JsonWebKeys"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description id or name; left out: your team, with the scope admin the people of every team */
                teamId?: string;
                /** @description part of the user name or the e-mail address */
                search?: string;
                role?: "admin" | "lead" | "developer" | "viewer" | "sre" | "ci";
                active?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string & (unknown & unknown);
                    /** Format: email */
                    email?: string;
                    /**
                     * @default [
                     *       "developer"
                     *     ]
                     */
                    roles?: ("admin" | "lead" | "developer" | "viewer" | "sre" | "ci")[];
                    /** @description id or name; your own team when left out */
                    teamId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserCreated"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username?: string & (unknown & unknown);
                    /** @description null: none */
                    email?: string | null;
                    roles?: ("admin" | "lead" | "developer" | "viewer" | "sre" | "ci")[];
                    /** @description false ends all sessions and makes tokens useless, at once */
                    active?: boolean;
                    /** @description id or name of another home team; with the scope admin */
                    teamId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsersIdTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsersIdPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 60 */
                    expiresInMinutes?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetLink"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description of the link */
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTeams: {
        parameters: {
            query?: {
                /** @description part of the name */
                search?: string;
                active?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTeams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string & (unknown & unknown);
                    settings?: {
                        description?: string | null;
                        invitationDays?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTeamsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTeamsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or name */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description with the scope admin */
                    name?: string & (unknown & unknown);
                    /** @description with the scope admin */
                    active?: boolean;
                    settings?: {
                        description?: string | null;
                        invitationDays?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvitations: {
        parameters: {
            query?: {
                /** @description as for people */
                teamId?: string;
                status?: "open" | "accepted" | "revoked" | "expired";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default [
                     *       "developer"
                     *     ]
                     */
                    roles?: ("admin" | "lead" | "developer" | "viewer" | "sre" | "ci")[];
                    /**
                     * Format: email
                     * @description whom it is for; the account gets this address
                     */
                    email?: string;
                    /** @description id or name; your own team when left out */
                    teamId?: string;
                    /** @description the team's setting when left out, else 7 */
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationCreated"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteInvitationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitationsAccept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description of the link */
                    token: string;
                    username: string & (unknown & unknown);
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannels: {
        parameters: {
            query?: {
                /** @description exactly */
                name?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postChannels: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "slack-webhook";
                    name: string;
                    /** @default {} */
                    settings?: Record<string, never>;
                    secrets: {
                        url: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "slack-bot";
                    name: string;
                    settings: {
                        /** @description id of the Slack channel (C0123456789), or its name */
                        channel: string;
                        /** @description left out: https://slack.com/api/ */
                        apiUrl?: string;
                    };
                    secrets: {
                        token: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "email";
                    name: string;
                    settings: {
                        to: string[];
                        /** @description left out: the server's GAUNTLET_SMTP_FROM */
                        from?: string;
                        /** @description left out: the server's GAUNTLET_SMTP_URL */
                        smtp?: {
                            host: string;
                            /** @description 465 with `implicit`, else 587 */
                            port?: number;
                            /**
                             * @description starttls: refuses a server that has none; none: in the clear
                             * @default starttls
                             * @enum {string}
                             */
                            tls?: "starttls" | "implicit" | "none";
                            username?: string;
                        };
                    };
                    /** @default {} */
                    secrets?: {
                        password?: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "webhook";
                    name: string;
                    settings: {
                        url: string;
                    };
                    secrets: {
                        signingKey: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "github";
                    name: string;
                    settings: {
                        repository: string;
                        /**
                         * @description status: by any token that may write statuses; check: by the token of a GitHub App
                         * @default status
                         * @enum {string}
                         */
                        report?: "status" | "check";
                        /** @description left out: gauntlet/<name of the definition> */
                        context?: string;
                        /** @description left out: https://api.github.com */
                        apiUrl?: string;
                    };
                    secrets: {
                        token: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannelsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteChannelsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchChannelsId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description as it is: it does not change
                     * @enum {string}
                     */
                    kind: "slack-webhook";
                    name?: string;
                    /** @enum {string} */
                    state?: "on" | "off";
                    /** @description all of them: what is left out is unset */
                    settings?: Record<string, never>;
                    secrets?: {
                        url: string;
                    };
                } | {
                    /**
                     * @description as it is: it does not change
                     * @enum {string}
                     */
                    kind: "slack-bot";
                    name?: string;
                    /** @enum {string} */
                    state?: "on" | "off";
                    /** @description all of them: what is left out is unset */
                    settings?: {
                        /** @description id of the Slack channel (C0123456789), or its name */
                        channel: string;
                        /** @description left out: https://slack.com/api/ */
                        apiUrl?: string;
                    };
                    secrets?: {
                        token: string;
                    };
                } | {
                    /**
                     * @description as it is: it does not change
                     * @enum {string}
                     */
                    kind: "email";
                    name?: string;
                    /** @enum {string} */
                    state?: "on" | "off";
                    /** @description all of them: what is left out is unset */
                    settings?: {
                        to: string[];
                        /** @description left out: the server's GAUNTLET_SMTP_FROM */
                        from?: string;
                        /** @description left out: the server's GAUNTLET_SMTP_URL */
                        smtp?: {
                            host: string;
                            /** @description 465 with `implicit`, else 587 */
                            port?: number;
                            /**
                             * @description starttls: refuses a server that has none; none: in the clear
                             * @default starttls
                             * @enum {string}
                             */
                            tls?: "starttls" | "implicit" | "none";
                            username?: string;
                        };
                    };
                    secrets?: {
                        password?: string;
                    };
                } | {
                    /**
                     * @description as it is: it does not change
                     * @enum {string}
                     */
                    kind: "webhook";
                    name?: string;
                    /** @enum {string} */
                    state?: "on" | "off";
                    /** @description all of them: what is left out is unset */
                    settings?: {
                        url: string;
                    };
                    secrets?: {
                        signingKey: string;
                    };
                } | {
                    /**
                     * @description as it is: it does not change
                     * @enum {string}
                     */
                    kind: "github";
                    name?: string;
                    /** @enum {string} */
                    state?: "on" | "off";
                    /** @description all of them: what is left out is unset */
                    settings?: {
                        repository: string;
                        /**
                         * @description status: by any token that may write statuses; check: by the token of a GitHub App
                         * @default status
                         * @enum {string}
                         */
                        report?: "status" | "check";
                        /** @description left out: gauntlet/<name of the definition> */
                        context?: string;
                        /** @description left out: https://api.github.com */
                        apiUrl?: string;
                    };
                    secrets?: {
                        token: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postChannelsIdTest: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTest"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotificationRules: {
        parameters: {
            query?: {
                /** @description exactly */
                name?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRuleList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postNotificationRules: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description null: all of the team or project
                     * @default null
                     */
                    definitionId?: string | null;
                    events: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                    /** @default [] */
                    channelIds?: string[];
                    /**
                     * @description whose inbox is told
                     * @default nobody
                     * @enum {string}
                     */
                    inbox?: "nobody" | "submitter" | "team";
                    /** @default {} */
                    conditions?: {
                        /** @description any of them; `*` stands for any signs */
                        branches?: string[];
                        /** @description all of them; `*` stands for any signs */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description of `slow`: than the median of the last runs; 50 when neither is said */
                        slowerByPercent?: number;
                        /** @description of `slow`: in any case */
                        slowerThanSeconds?: number;
                        /** @description of `quota`: from how much on; 80 when left out */
                        quotaPercent?: number;
                    };
                    /** @default null */
                    quietHours?: {
                        from: string;
                        /** @description before `from`: of the next day; equal to it: all day */
                        until: string;
                        timeZone: string;
                        /** @description on which they begin; left out: on each */
                        days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        /**
                         * @description hold: what happens is told when they end; drop: never
                         * @default hold
                         * @enum {string}
                         */
                        meanwhile?: "hold" | "drop";
                        /**
                         * @description told all the same
                         * @default []
                         */
                        except?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                    } | null;
                    /**
                     * @description the same of the same definition and branch is told once in this time; 0: each time
                     * @default 0
                     */
                    dedupeMinutes?: number;
                    /**
                     * @default on
                     * @enum {string}
                     */
                    state?: "on" | "off";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotificationRulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNotificationRulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchNotificationRulesId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description null: all of the team or project */
                    definitionId?: string | null;
                    events?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                    channelIds?: string[];
                    /**
                     * @description whose inbox is told
                     * @enum {string}
                     */
                    inbox?: "nobody" | "submitter" | "team";
                    conditions?: {
                        /** @description any of them; `*` stands for any signs */
                        branches?: string[];
                        /** @description all of them; `*` stands for any signs */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description of `slow`: than the median of the last runs; 50 when neither is said */
                        slowerByPercent?: number;
                        /** @description of `slow`: in any case */
                        slowerThanSeconds?: number;
                        /** @description of `quota`: from how much on; 80 when left out */
                        quotaPercent?: number;
                    };
                    quietHours?: {
                        from: string;
                        /** @description before `from`: of the next day; equal to it: all day */
                        until: string;
                        timeZone: string;
                        /** @description on which they begin; left out: on each */
                        days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        /**
                         * @description hold: what happens is told when they end; drop: never
                         * @default hold
                         * @enum {string}
                         */
                        meanwhile?: "hold" | "drop";
                        /**
                         * @description told all the same
                         * @default []
                         */
                        except?: ("queued" | "started" | "finished" | "passed" | "failed" | "recovered" | "flaky" | "slow" | "quota")[];
                    } | null;
                    /** @description the same of the same definition and branch is told once in this time; 0: each time */
                    dedupeMinutes?: number;
                    /** @enum {string} */
                    state?: "on" | "off";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotificationRulesIdPreviewExecutionId: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
                executionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPreview"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeliveries: {
        parameters: {
            query?: {
                /** @description `dead`, several by commas */
                status?: string;
                channelId?: string;
                ruleId?: string;
                executionId?: string;
                limit?: number;
                cursor?: string;
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDeliveriesReplay: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description only those of this channel
                     */
                    channelId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesReplayed"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDeliveriesIdReplay: {
        parameters: {
            query?: {
                /** @description the project to work in; all of the home team when left out */
                project?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInbox: {
        parameters: {
            query?: {
                show?: "all" | "unread";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxList"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInboxRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description left out: all of them */
                    itemIds?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxRead"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentHello: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agentVersion: string;
                    pid: number;
                    host: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        executionId: string;
                        /** Format: uuid */
                        groupId: string;
                        groupIndex: number;
                        attempt: number;
                        /** @description of this group what it lists counts */
                        lead: boolean;
                        /**
                         * @description awaited: groups were started together, and none has listed the units yet
                         * @default there
                         * @enum {string}
                         */
                        plan: "there" | "awaited";
                        definition: components["schemas"]["TestDefinition"];
                        /** @description all rows; one alone when the definition names it */
                        frameworks: components["schemas"]["Framework"][];
                        /** @description environment variable: value */
                        secrets: {
                            [key: string]: string;
                        };
                        /** @description the value of content.credentials.secret */
                        contentSecret?: string;
                        /** @description the commit an earlier attempt resolved the ref to */
                        contentCommit?: string;
                        /** @description resume point: the first report the server has not seen */
                        nextSequence: number;
                        /**
                         * @description hosts and networks that git may reach besides public addresses
                         * @default []
                         */
                        outboundAllow: string[];
                        /**
                         * Format: uri
                         * @description where the agent pushes metrics to
                         */
                        pushgatewayUrl?: string;
                        heartbeatSeconds: number;
                        /** @description between TERM and KILL */
                        graceSeconds: number;
                        /** @description without a server for this long the agent ends its own tree */
                        orphanSeconds: number;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description tell: this group lists the units for all
                         * @enum {string}
                         */
                        order: "wait" | "tell" | "go-on" | "stop";
                        /** @description with go-on: the commit whose units were listed */
                        contentCommit?: string;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentClaim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    claimNumber: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        order: "run" | "finish" | "stop";
                        units: {
                            /** @description stable name of the unit: the file's path, the test's id, the command's name */
                            key: string;
                            title: string;
                            file?: string;
                            /** @description where the framework can say so beforehand */
                            expectedTests?: number;
                            /** Format: uuid */
                            unitId: string;
                        }[];
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sequence: number;
                    events: ({
                        /** @enum {string} */
                        type: "phase";
                        /** @enum {string} */
                        phase: "fetching" | "setting-up" | "listing" | "copying" | "running" | "uploading";
                        detail?: string;
                    } | {
                        /** @enum {string} */
                        type: "plan";
                        framework: string;
                        commit?: string;
                        /** @description whether the number of tests in every unit was known beforehand; the units themselves always are */
                        countVerified: boolean;
                        /** @description which set-up was chosen, in words */
                        setup: string;
                        units: {
                            /** @description stable name of the unit: the file's path, the test's id, the command's name */
                            key: string;
                            title: string;
                            file?: string;
                            /** @description where the framework can say so beforehand */
                            expectedTests?: number;
                        }[];
                    } | {
                        /** @enum {string} */
                        type: "preparation-failed";
                        /** @enum {string} */
                        reason: "tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error";
                        message: string;
                        exitCode?: number;
                    } | {
                        /** @enum {string} */
                        type: "unit-started";
                        /** Format: uuid */
                        unitId: string;
                    } | {
                        /** @enum {string} */
                        type: "results";
                        /** Format: uuid */
                        unitId: string;
                        results: {
                            /** @description absolute, or relative to the working folder */
                            file?: string;
                            /**
                             * @description names of the enclosing suites, outermost first
                             * @default []
                             */
                            suite?: string[];
                            name: string;
                            /** @enum {string} */
                            status: "passed" | "failed" | "error" | "skipped";
                            /** @default 0 */
                            durationMs?: number;
                            line?: number;
                            message?: string;
                            stack?: string;
                            /**
                             * @description passed only on a retry of the runner's own
                             * @default false
                             */
                            flaky?: boolean;
                            /** @default 0 */
                            retries?: number;
                            /** @description what this test printed */
                            output?: string;
                            /** @default [] */
                            tags?: string[];
                            /** @default [] */
                            assertions?: {
                                type: string;
                                expected?: string;
                                actual?: string;
                                passed: boolean;
                                message?: string;
                            }[];
                            /** @description playwright's or vitest's project */
                            project?: string;
                            /** @description which of several runs of the same test that were asked for */
                            repetition?: number;
                            /** @description unique within the group */
                            key: string;
                            codeFrame?: components["schemas"]["CodeFrame"];
                        }[];
                    } | {
                        /** @enum {string} */
                        type: "unit-finished";
                        /** Format: uuid */
                        unitId: string;
                        /** @enum {string} */
                        outcome: "passed" | "failed" | "error" | "skipped";
                        /** @enum {string} */
                        reason?: "tests-failed" | "no-tests" | "unit-without-results" | "unit-missing" | "units-not-reported" | "counts-differ" | "exit-code-disagrees" | "runner-crashed" | "report-malformed" | "unit-timeout" | "content-unavailable" | "ref-not-found" | "content-invalid" | "framework-not-found" | "setup-failed" | "listing-failed" | "secret-missing" | "group-lost" | "executor-failed" | "image-unavailable" | "pod-refused" | "out-of-memory" | "disk-limit" | "does-not-fit" | "disk-full" | "run-timeout" | "queue-timeout" | "cancelled-by-user" | "internal-error";
                        message?: string;
                        /** @description what went wrong in its run besides tests that failed: not green where those do not count */
                        unexplained?: string;
                        counts: components["schemas"]["Counts"];
                        /** @description wall time of the unit as the agent saw it */
                        durationMs: number;
                        exitCode: number | null;
                    } | {
                        /** @enum {string} */
                        type: "unit-returned";
                        /** Format: uuid */
                        unitId: string;
                    } | {
                        /** @enum {string} */
                        type: "finish";
                        manifest: {
                            units: number;
                            counts: components["schemas"]["Counts"];
                            artifacts: number;
                            /** @enum {string} */
                            reason: "done" | "stopped" | "failed";
                        };
                    })[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: boolean;
                        nextSequence: number;
                        /** @enum {string} */
                        order: "go-on" | "stop";
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentLogs: {
        parameters: {
            query: {
                stream: "setup" | "output";
                /** @description bytes of this stream sent before */
                offset: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: boolean;
                        /** @description how much the server has of the stream: go on from there, whether accepted or not */
                        nextOffset: number;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        order: "go-on" | "stop";
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAgentArtifacts: {
        parameters: {
            query: {
                name: string;
                type: "screenshot" | "video" | "trace" | "attachment" | "file" | "raw-report";
                checksum: string;
                contentType?: string;
                resultKey?: string;
                /** @description of the group’s own count: each file has another, and keeps it */
                number?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        artifactId: string;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentArtifactsUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "screenshot" | "video" | "trace" | "attachment" | "file" | "raw-report";
                    checksum: string;
                    contentType?: string;
                    resultKey?: string;
                    /** @description of the group’s own count: each file has another, and keeps it */
                    number: number;
                    sizeBytes: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        to: "server";
                    } | {
                        /** @enum {string} */
                        to: "nowhere";
                        /** Format: uuid */
                        artifactId: string;
                    } | {
                        /** @enum {string} */
                        to: "bucket";
                        put: {
                            /** @description good for minutes; who has it may put these bytes there */
                            url: string;
                            /** @description as they were signed */
                            headers: {
                                [key: string]: string;
                            };
                        };
                    } | {
                        /** @enum {string} */
                        to: "bucket-in-parts";
                        multipart: string;
                        /** @description of each but the last */
                        partBytes: number;
                        /** @description parts that have arrived already */
                        present: number[];
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentArtifactsUploadsParts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "screenshot" | "video" | "trace" | "attachment" | "file" | "raw-report";
                    checksum: string;
                    contentType?: string;
                    resultKey?: string;
                    /** @description of the group’s own count: each file has another, and keeps it */
                    number: number;
                    sizeBytes: number;
                    multipart: string;
                    parts: {
                        number: number;
                        checksum: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        parts: {
                            number: number;
                            put: {
                                /** @description good for minutes; who has it may put these bytes there */
                                url: string;
                                /** @description as they were signed */
                                headers: {
                                    [key: string]: string;
                                };
                            };
                        }[];
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAgentArtifactsUploadsComplete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "screenshot" | "video" | "trace" | "attachment" | "file" | "raw-report";
                    checksum: string;
                    contentType?: string;
                    resultKey?: string;
                    /** @description of the group’s own count: each file has another, and keeps it */
                    number: number;
                    sizeBytes: number;
                    /** @description where it went in parts */
                    multipart?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        artifactId: string;
                    };
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgentContent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description what asks; the token is named after it */
                    clientName: string;
                    /**
                     * @description what it wants to do; it gets what the one who approves may do of that
                     * @default [
                     *       "read",
                     *       "submit",
                     *       "secrets",
                     *       "account",
                     *       "team",
                     *       "audit",
                     *       "admin"
                     *     ]
                     */
                    scopes?: ("read" | "submit" | "secrets" | "account" | "team" | "audit" | "admin")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAuthorization"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthDeviceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    deviceCode: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceToken"];
                };
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthDeviceApprove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description with or without the dash, in any case */
                    userCode: string;
                };
            };
        };
        responses: {
            /** @description approved */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthDeviceRefuse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description with or without the dash, in any case */
                    userCode: string;
                };
            };
        };
        responses: {
            /** @description refused */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
