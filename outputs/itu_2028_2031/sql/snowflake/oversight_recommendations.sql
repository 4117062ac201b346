-- number of oversight recommendations received and accepted
--
-- Number of recommendations of oversight bodies received in the year, and how many of these same recommendations
--   have been accepted, whenever the decision was taken. The decision that counts is the one on record when the
--   data is submitted, so that a decision taken after the end of the year counts as well, and the figures of a
--   year can be different in a later submission. The acceptance rate is the number accepted as a percentage of
--   those on which ITU has decided - accepted, accepted in part, or not accepted. Recommendations still without
--   a decision, and those that do not concern ITU, are not in the denominator. Accepted in part is not accepted,
--   but is in the denominator. Recommendations without a decision are shown beside the rate.
--
-- Defined in indicators/oversight_recommendations.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- received: Received, in recommendation = all_received
-- accepted: Accepted, in recommendation = all_accepted
-- acceptance_rate: Acceptance rate, in percent = 100 * accepted / all_decided
-- undecided: Not yet decided, in recommendation = all_undecided
-- For Snowflake. The period stands in the first step. Values are not rounded.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "recommendations"
), "recommendations rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    "recommendations"."oversight_source",
    "recommendations"."addressee",
    -- decision = "accepted"
    "recommendations"."decision" = 'accepted' AS "all_accepted kept",
    -- decision in ("accepted", "partially_accepted", "not_accepted")
    "recommendations"."decision" IN ('accepted', 'partially_accepted', 'not_accepted') AS "all_decided kept",
    -- decision is missing
    "recommendations"."decision" IS NULL AS "all_undecided kept"
  FROM "recommendations"
  CROSS JOIN "the period"
  WHERE
    "recommendations"."received_on" BETWEEN "the period"."first day" AND "the period"."last day"
), "recommendations finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    "oversight_source",
    "addressee",
    COUNT(*) AS "all_received rows",
    COUNT_IF("all_accepted kept") AS "all_accepted rows",
    COUNT_IF("all_decided kept") AS "all_decided rows",
    COUNT_IF("all_undecided kept") AS "all_undecided rows"
  FROM "recommendations rows"
  GROUP BY
    "oversight_source",
    "addressee"
), "recommendations cells" AS (
  -- What adds up, in every cell.
  SELECT
    "oversight_source",
    "addressee",
    GROUPING("oversight_source") AS "oversight_source rolled up",
    GROUPING("addressee") AS "addressee rolled up",
    SUM("all_received rows") AS "all_received rows",
    SUM("all_accepted rows") AS "all_accepted rows",
    SUM("all_decided rows") AS "all_decided rows",
    SUM("all_undecided rows") AS "all_undecided rows"
  FROM "recommendations finest"
  GROUP BY
    GROUPING SETS (
      (),
      ("oversight_source"),
      ("addressee")
    )
), "breakdowns" AS (
  -- What each breakdown splits by: 0 there, 1 elsewhere.
  SELECT
    "breakdown",
    "oversight_source rolled up",
    "addressee rolled up"
  FROM (VALUES
    (1, 0, 1),
    (2, 1, 0)) AS "each"("breakdown", "oversight_source rolled up", "addressee rolled up")
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown",
    CAST(NULL AS VARCHAR) AS "oversight_source",
    CAST(NULL AS VARCHAR) AS "addressee",
    1 AS "oversight_source rolled up",
    1 AS "addressee rolled up"
  UNION
  SELECT
    "breakdowns"."breakdown",
    "recommendations cells"."oversight_source",
    "recommendations cells"."addressee",
    "breakdowns"."oversight_source rolled up",
    "breakdowns"."addressee rolled up"
  FROM "recommendations cells"
  JOIN "breakdowns"
    ON "recommendations cells"."oversight_source rolled up" = "breakdowns"."oversight_source rolled up"
    AND "recommendations cells"."addressee rolled up" = "breakdowns"."addressee rolled up"
  CROSS JOIN "is submitted"
  WHERE
    "is submitted"."recommendations"
    AND (
      "recommendations cells"."all_received rows" > 0
      OR "recommendations cells"."all_accepted rows" > 0
      OR "recommendations cells"."all_decided rows" > 0
      OR "recommendations cells"."all_undecided rows" > 0
    )
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    "all cells"."oversight_source",
    "all cells"."addressee",
    "all cells"."oversight_source rolled up",
    "all cells"."addressee rolled up",
    -- Recommendations received in the year, in recommendation (indicators/oversight_recommendations.yaml:
    --   measures.all_received)
    CASE
      WHEN "is submitted"."recommendations"
      THEN COALESCE("recommendations cells"."all_received rows", 0)
    END AS "all_received",
    CASE WHEN NOT "is submitted"."recommendations" THEN 1 ELSE 9 END AS "all_received reason",
    COALESCE("recommendations cells"."all_received rows", 0) AS "all_received n",
    -- Of these, accepted, in recommendation (indicators/oversight_recommendations.yaml: measures.all_accepted)
    CASE
      WHEN "is submitted"."recommendations"
      THEN COALESCE("recommendations cells"."all_accepted rows", 0)
    END AS "all_accepted",
    CASE WHEN NOT "is submitted"."recommendations" THEN 1 ELSE 9 END AS "all_accepted reason",
    COALESCE("recommendations cells"."all_accepted rows", 0) AS "all_accepted n",
    -- Of these, decided by ITU, in recommendation (indicators/oversight_recommendations.yaml:
    --   measures.all_decided)
    CASE
      WHEN "is submitted"."recommendations"
      THEN COALESCE("recommendations cells"."all_decided rows", 0)
    END AS "all_decided",
    CASE WHEN NOT "is submitted"."recommendations" THEN 1 ELSE 9 END AS "all_decided reason",
    COALESCE("recommendations cells"."all_decided rows", 0) AS "all_decided n",
    -- Of these, without a decision, in recommendation (indicators/oversight_recommendations.yaml:
    --   measures.all_undecided)
    CASE
      WHEN "is submitted"."recommendations"
      THEN COALESCE("recommendations cells"."all_undecided rows", 0)
    END AS "all_undecided",
    CASE WHEN NOT "is submitted"."recommendations" THEN 1 ELSE 9 END AS "all_undecided reason",
    COALESCE("recommendations cells"."all_undecided rows", 0) AS "all_undecided n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "recommendations cells"
    ON "recommendations cells"."oversight_source rolled up" = "all cells"."oversight_source rolled up"
    AND "recommendations cells"."oversight_source" IS NOT DISTINCT FROM "all cells"."oversight_source"
    AND "recommendations cells"."addressee rolled up" = "all cells"."addressee rolled up"
    AND "recommendations cells"."addressee" IS NOT DISTINCT FROM "all cells"."addressee"
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Received, in recommendation = all_received
    "all_received" AS "received",
    "all_received reason" AS "received reason",
    -- Accepted, in recommendation = all_accepted
    "all_accepted" AS "accepted",
    "all_accepted reason" AS "accepted reason"
  FROM "measures"
), "formulas_2" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "formulas".*,
    -- Acceptance rate, in percent = 100 * accepted / all_decided
    CAST(CAST(100 AS DECIMAL(19, 0)) * CAST("accepted" AS DECIMAL(18, 0)) AS DOUBLE) / NULLIF("all_decided", 0) AS "acceptance_rate",
    LEAST("accepted reason", "all_decided reason", CASE WHEN "all_decided" = 0 THEN 3 ELSE 9 END) AS "acceptance_rate reason",
    -- Not yet decided, in recommendation = all_undecided
    "all_undecided" AS "undecided",
    "all_undecided reason" AS "undecided reason"
  FROM "formulas"
)
SELECT
  "breakdown",
  "oversight_source",
  "addressee",
  GREATEST("all_received n", "all_accepted n", "all_decided n", "all_undecided n") AS "n",
  "received",
  CASE
    WHEN "received" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "received reason" = 1
    THEN 'not_submitted'
    WHEN "received reason" = 2
    THEN 'no_data'
    WHEN "received reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "received_reason",
  "accepted",
  CASE
    WHEN "accepted" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "accepted reason" = 1
    THEN 'not_submitted'
    WHEN "accepted reason" = 2
    THEN 'no_data'
    WHEN "accepted reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "accepted_reason",
  "acceptance_rate",
  CASE
    WHEN "acceptance_rate" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "acceptance_rate reason" = 1
    THEN 'not_submitted'
    WHEN "acceptance_rate reason" = 2
    THEN 'no_data'
    WHEN "acceptance_rate reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "acceptance_rate_reason",
  "undecided",
  CASE
    WHEN "undecided" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "undecided reason" = 1
    THEN 'not_submitted'
    WHEN "undecided reason" = 2
    THEN 'no_data'
    WHEN "undecided reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "undecided_reason"
FROM "formulas_2"
ORDER BY
  "breakdown",
  "oversight_source",
  "addressee";
