-- average timeline for completing internal audit, investigations and evaluation engagements
--
-- Mean number of calendar days to the final report, over the engagements whose final report was issued in the
--   year. There are three separate timelines, because the three kinds of work differ too much to be averaged
--   together. An audit starts with its entry conference, an investigation with the receipt of the allegation, an
--   evaluation with the approval of its terms of reference. Each timeline stands beside the number of
--   engagements it rests on. Allegations closed after a preliminary assessment have no final report and do not
--   count. Suspensions are not taken off. Engagements carried out by a contractor count like all others.
--
-- Defined in indicators/oversight_engagement_time.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- audit_days: Internal audits, mean, in day = mean_audit
-- audits: Internal audits completed, in engagement = number_audit
-- investigation_days: Investigations, mean, in day = mean_investigation
-- investigations: Investigations completed, in engagement = number_investigation
-- evaluation_days: Evaluations, mean, in day = mean_evaluation
-- evaluations: Evaluations completed, in engagement = number_evaluation
-- For DuckDB. The period stands in the first step. Values are not rounded.
-- About people: nothing is suppressed here. Small cells must be protected before anything is published, which is
--   what rbm-spec calc does.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "oversight_engagements"
), "oversight_engagements rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    -- engagement_type = "audit"
    "oversight_engagements"."engagement_type" = 'audit' AS "mean_audit kept",
    -- days(started_on, report_issued_on)
    "oversight_engagements"."report_issued_on" - "oversight_engagements"."started_on" AS "mean_audit of",
    -- engagement_type = "investigation"
    "oversight_engagements"."engagement_type" = 'investigation' AS "mean_investigation kept",
    -- engagement_type = "evaluation"
    "oversight_engagements"."engagement_type" = 'evaluation' AS "mean_evaluation kept"
  FROM "oversight_engagements"
  CROSS JOIN "the period"
  WHERE
    "oversight_engagements"."report_issued_on" BETWEEN "the period"."first day" AND "the period"."last day"
), "oversight_engagements finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    COUNT(*) FILTER (WHERE "mean_audit kept") AS "mean_audit rows",
    COUNT("mean_audit of") FILTER (WHERE "mean_audit kept") AS "mean_audit n",
    SUM("mean_audit of") FILTER (WHERE "mean_audit kept") AS "mean_audit sum",
    COUNT(*) FILTER (WHERE "mean_investigation kept") AS "mean_investigation rows",
    COUNT("mean_audit of") FILTER (WHERE "mean_investigation kept") AS "mean_investigation n",
    SUM("mean_audit of") FILTER (WHERE "mean_investigation kept") AS "mean_investigation sum",
    COUNT(*) FILTER (WHERE "mean_evaluation kept") AS "mean_evaluation rows",
    COUNT("mean_audit of") FILTER (WHERE "mean_evaluation kept") AS "mean_evaluation n",
    SUM("mean_audit of") FILTER (WHERE "mean_evaluation kept") AS "mean_evaluation sum"
  FROM "oversight_engagements rows"
), "oversight_engagements cells" AS (
  -- What adds up, in every cell.
  SELECT
    SUM("mean_audit rows") AS "mean_audit rows",
    SUM("mean_audit n") AS "mean_audit n",
    SUM("mean_audit sum") AS "mean_audit sum",
    SUM("mean_investigation rows") AS "mean_investigation rows",
    SUM("mean_investigation n") AS "mean_investigation n",
    SUM("mean_investigation sum") AS "mean_investigation sum",
    SUM("mean_evaluation rows") AS "mean_evaluation rows",
    SUM("mean_evaluation n") AS "mean_evaluation n",
    SUM("mean_evaluation sum") AS "mean_evaluation sum"
  FROM "oversight_engagements finest"
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown"
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    -- Calendar days from entry conference to final report (indicators/oversight_engagement_time.yaml:
    --   measures.mean_audit)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN CAST("oversight_engagements cells"."mean_audit sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_audit n", 0)
    END AS "mean_audit",
    CASE
      WHEN NOT "is submitted"."oversight_engagements"
      THEN 1
      WHEN CAST("oversight_engagements cells"."mean_audit sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_audit n", 0) IS NOT NULL
      THEN 9
      WHEN COALESCE("oversight_engagements cells"."mean_audit n", 0) = 0
      THEN 2
      ELSE 4
    END AS "mean_audit reason",
    COALESCE("oversight_engagements cells"."mean_audit n", 0) AS "mean_audit n",
    -- Internal audits completed, in engagement (indicators/oversight_engagement_time.yaml:
    --   measures.number_audit)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN COALESCE("oversight_engagements cells"."mean_audit rows", 0)
    END AS "number_audit",
    CASE WHEN NOT "is submitted"."oversight_engagements" THEN 1 ELSE 9 END AS "number_audit reason",
    COALESCE("oversight_engagements cells"."mean_audit rows", 0) AS "number_audit n",
    -- Calendar days from receipt of the allegation to final report (indicators/oversight_engagement_time.yaml:
    --   measures.mean_investigation)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN CAST("oversight_engagements cells"."mean_investigation sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_investigation n", 0)
    END AS "mean_investigation",
    CASE
      WHEN NOT "is submitted"."oversight_engagements"
      THEN 1
      WHEN CAST("oversight_engagements cells"."mean_investigation sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_investigation n", 0) IS NOT NULL
      THEN 9
      WHEN COALESCE("oversight_engagements cells"."mean_investigation n", 0) = 0
      THEN 2
      ELSE 4
    END AS "mean_investigation reason",
    COALESCE("oversight_engagements cells"."mean_investigation n", 0) AS "mean_investigation n",
    -- Investigations completed, in engagement (indicators/oversight_engagement_time.yaml:
    --   measures.number_investigation)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN COALESCE("oversight_engagements cells"."mean_investigation rows", 0)
    END AS "number_investigation",
    CASE WHEN NOT "is submitted"."oversight_engagements" THEN 1 ELSE 9 END AS "number_investigation reason",
    COALESCE("oversight_engagements cells"."mean_investigation rows", 0) AS "number_investigation n",
    -- Calendar days from approval of the terms of reference to final report
    --   (indicators/oversight_engagement_time.yaml: measures.mean_evaluation)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN CAST("oversight_engagements cells"."mean_evaluation sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_evaluation n", 0)
    END AS "mean_evaluation",
    CASE
      WHEN NOT "is submitted"."oversight_engagements"
      THEN 1
      WHEN CAST("oversight_engagements cells"."mean_evaluation sum" AS DOUBLE) / NULLIF("oversight_engagements cells"."mean_evaluation n", 0) IS NOT NULL
      THEN 9
      WHEN COALESCE("oversight_engagements cells"."mean_evaluation n", 0) = 0
      THEN 2
      ELSE 4
    END AS "mean_evaluation reason",
    COALESCE("oversight_engagements cells"."mean_evaluation n", 0) AS "mean_evaluation n",
    -- Evaluations completed, in engagement (indicators/oversight_engagement_time.yaml:
    --   measures.number_evaluation)
    CASE
      WHEN "is submitted"."oversight_engagements"
      THEN COALESCE("oversight_engagements cells"."mean_evaluation rows", 0)
    END AS "number_evaluation",
    CASE WHEN NOT "is submitted"."oversight_engagements" THEN 1 ELSE 9 END AS "number_evaluation reason",
    COALESCE("oversight_engagements cells"."mean_evaluation rows", 0) AS "number_evaluation n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "oversight_engagements cells"
    ON TRUE
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Internal audits, mean, in day = mean_audit
    "mean_audit" AS "audit_days",
    "mean_audit reason" AS "audit_days reason",
    -- Internal audits completed, in engagement = number_audit
    "number_audit" AS "audits",
    "number_audit reason" AS "audits reason",
    -- Investigations, mean, in day = mean_investigation
    "mean_investigation" AS "investigation_days",
    "mean_investigation reason" AS "investigation_days reason",
    -- Investigations completed, in engagement = number_investigation
    "number_investigation" AS "investigations",
    "number_investigation reason" AS "investigations reason",
    -- Evaluations, mean, in day = mean_evaluation
    "mean_evaluation" AS "evaluation_days",
    "mean_evaluation reason" AS "evaluation_days reason",
    -- Evaluations completed, in engagement = number_evaluation
    "number_evaluation" AS "evaluations",
    "number_evaluation reason" AS "evaluations reason"
  FROM "measures"
)
SELECT
  "breakdown",
  GREATEST(
    "mean_audit n",
    "number_audit n",
    "mean_investigation n",
    "number_investigation n",
    "mean_evaluation n",
    "number_evaluation n"
  ) AS "n",
  "audit_days",
  CASE
    WHEN "audit_days" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "audit_days reason" = 1
    THEN 'not_submitted'
    WHEN "audit_days reason" = 2
    THEN 'no_data'
    WHEN "audit_days reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "audit_days_reason",
  "audits",
  CASE
    WHEN "audits" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "audits reason" = 1
    THEN 'not_submitted'
    WHEN "audits reason" = 2
    THEN 'no_data'
    WHEN "audits reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "audits_reason",
  "investigation_days",
  CASE
    WHEN "investigation_days" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "investigation_days reason" = 1
    THEN 'not_submitted'
    WHEN "investigation_days reason" = 2
    THEN 'no_data'
    WHEN "investigation_days reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "investigation_days_reason",
  "investigations",
  CASE
    WHEN "investigations" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "investigations reason" = 1
    THEN 'not_submitted'
    WHEN "investigations reason" = 2
    THEN 'no_data'
    WHEN "investigations reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "investigations_reason",
  "evaluation_days",
  CASE
    WHEN "evaluation_days" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "evaluation_days reason" = 1
    THEN 'not_submitted'
    WHEN "evaluation_days reason" = 2
    THEN 'no_data'
    WHEN "evaluation_days reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "evaluation_days_reason",
  "evaluations",
  CASE
    WHEN "evaluations" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "evaluations reason" = 1
    THEN 'not_submitted'
    WHEN "evaluations reason" = 2
    THEN 'no_data'
    WHEN "evaluations reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "evaluations_reason"
FROM "formulas"
ORDER BY
  "breakdown";
