-- number of unqualified external audit opinions
--
-- Number of unqualified opinions of the External Auditor on the financial statements of a financial year, and
--   the same number as "k out of n" of the opinions issued for that year. An opinion belongs to the financial
--   year it is about, although it is signed in the year after. An opinion with an emphasis of matter is still
--   unqualified. An opinion that is pending counts on neither side and is shown beside the others. Special
--   reports carry no opinion.
--
-- Defined in indicators/unqualified_audit_opinions.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- number_unqualified: Unqualified opinions, in opinion = unqualified
-- out_of_issued: Unqualified opinions out of those issued, in ratio = unqualified / issued
-- pending: Opinions pending, in opinion = awaited
-- For PostgreSQL. The period stands in the first step. Values are not rounded.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "external_audit_opinions"
), "external_audit_opinions rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    -- opinion = "unqualified"
    "external_audit_opinions"."opinion" = 'unqualified' AS "unqualified kept",
    -- opinion is present
    "external_audit_opinions"."opinion" IS NOT NULL AS "issued kept",
    -- opinion is missing
    "external_audit_opinions"."opinion" IS NULL AS "awaited kept"
  FROM "external_audit_opinions"
  CROSS JOIN "the period"
  WHERE
    "external_audit_opinions"."financial_year_end" BETWEEN "the period"."first day" AND "the period"."last day"
), "external_audit_opinions finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    COUNT(*) FILTER (WHERE "unqualified kept") AS "unqualified rows",
    COUNT(*) FILTER (WHERE "issued kept") AS "issued rows",
    COUNT(*) FILTER (WHERE "awaited kept") AS "awaited rows"
  FROM "external_audit_opinions rows"
), "external_audit_opinions cells" AS (
  -- What adds up, in every cell.
  SELECT
    SUM("unqualified rows") AS "unqualified rows",
    SUM("issued rows") AS "issued rows",
    SUM("awaited rows") AS "awaited rows"
  FROM "external_audit_opinions finest"
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown"
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    -- Unqualified opinions, in opinion (indicators/unqualified_audit_opinions.yaml: measures.unqualified)
    CASE
      WHEN "is submitted"."external_audit_opinions"
      THEN COALESCE("external_audit_opinions cells"."unqualified rows", 0)
    END AS "unqualified",
    CASE WHEN NOT "is submitted"."external_audit_opinions" THEN 1 ELSE 9 END AS "unqualified reason",
    COALESCE("external_audit_opinions cells"."unqualified rows", 0) AS "unqualified n",
    -- Opinions issued, in opinion (indicators/unqualified_audit_opinions.yaml: measures.issued)
    CASE
      WHEN "is submitted"."external_audit_opinions"
      THEN COALESCE("external_audit_opinions cells"."issued rows", 0)
    END AS "issued",
    CASE WHEN NOT "is submitted"."external_audit_opinions" THEN 1 ELSE 9 END AS "issued reason",
    COALESCE("external_audit_opinions cells"."issued rows", 0) AS "issued n",
    -- Opinions not yet issued, in opinion (indicators/unqualified_audit_opinions.yaml: measures.awaited)
    CASE
      WHEN "is submitted"."external_audit_opinions"
      THEN COALESCE("external_audit_opinions cells"."awaited rows", 0)
    END AS "awaited",
    CASE WHEN NOT "is submitted"."external_audit_opinions" THEN 1 ELSE 9 END AS "awaited reason",
    COALESCE("external_audit_opinions cells"."awaited rows", 0) AS "awaited n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "external_audit_opinions cells"
    ON TRUE
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Unqualified opinions, in opinion = unqualified
    "unqualified" AS "number_unqualified",
    "unqualified reason" AS "number_unqualified reason",
    -- Unqualified opinions out of those issued, in ratio = unqualified / issued
    CAST("unqualified" AS DECIMAL) / NULLIF("issued", 0) AS "out_of_issued",
    LEAST("unqualified reason", "issued reason", CASE WHEN "issued" = 0 THEN 3 ELSE 9 END) AS "out_of_issued reason",
    -- Opinions pending, in opinion = awaited
    "awaited" AS "pending",
    "awaited reason" AS "pending reason"
  FROM "measures"
)
SELECT
  "breakdown",
  GREATEST("unqualified n", "issued n", "awaited n") AS "n",
  "number_unqualified",
  CASE
    WHEN "number_unqualified" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "number_unqualified reason" = 1
    THEN 'not_submitted'
    WHEN "number_unqualified reason" = 2
    THEN 'no_data'
    WHEN "number_unqualified reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "number_unqualified_reason",
  "out_of_issued",
  CASE
    WHEN "out_of_issued" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "out_of_issued reason" = 1
    THEN 'not_submitted'
    WHEN "out_of_issued reason" = 2
    THEN 'no_data'
    WHEN "out_of_issued reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "out_of_issued_reason",
  "pending",
  CASE
    WHEN "pending" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "pending reason" = 1
    THEN 'not_submitted'
    WHEN "pending reason" = 2
    THEN 'no_data'
    WHEN "pending reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "pending_reason"
FROM "formulas"
ORDER BY
  "breakdown";
