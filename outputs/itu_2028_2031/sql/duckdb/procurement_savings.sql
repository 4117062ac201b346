-- amount of cost savings for goods and services procured by ITU
--
-- Sum in Swiss francs of baseline amount less contract amount, over the contracts awarded in the year. Two sums
--   are kept apart. A cost saving compares the contract with the price last paid for the same thing - less is
--   paid than before. Cost avoidance compares it with the mean of the compliant offers, the first offer, or the
--   estimate in the budget - less is paid than might have been. Only the saving answers the title; avoidance is
--   shown beside it and never added to it. The whole difference of a contract of several years counts in the
--   year of the award. A contract dearer than its baseline counts with a minus. A first purchase has no price
--   last paid and cannot give a saving. In joint procurement only ITU's own share counts. Other currencies are
--   converted with the rate of the day of the award.
--
-- Defined in indicators/procurement_savings.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- cost_savings: Cost savings, in CHF = saved
-- cost_avoidance: Cost avoidance, in CHF = avoided
-- contracts: Contracts compared, in contract = compared_contracts
-- For DuckDB. The period stands in the first step. Values are not rounded.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "procurement_differences"
), "codes of price_baselines" AS (
  -- Codes and their attributes.
  SELECT
    "code",
    "effect"
  FROM (VALUES
    ('previous_price', CAST('saving' AS TEXT)),
    ('mean_of_offers', 'avoidance'),
    ('first_offer', 'avoidance'),
    ('budget_estimate', 'avoidance')) AS "codes"("code", "effect")
), "procurement_differences rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    "procurement_differences"."supply_kind",
    "procurement_differences"."procurement_method",
    "procurement_differences"."price_baseline",
    -- price_baseline.effect = "saving"
    "price_baseline"."effect" = 'saving' AS "saved kept",
    -- baseline_amount - contract_amount
    "procurement_differences"."baseline_amount" - "procurement_differences"."contract_amount" AS "saved of",
    -- price_baseline.effect = "avoidance"
    "price_baseline"."effect" = 'avoidance' AS "avoided kept",
    -- contract_number
    "procurement_differences"."contract_number" AS "compared_contracts of"
  FROM "procurement_differences"
  CROSS JOIN "the period"
  LEFT JOIN "codes of price_baselines" AS "price_baseline"
    ON "price_baseline"."code" = "procurement_differences"."price_baseline"
  WHERE
    "procurement_differences"."awarded_on" BETWEEN "the period"."first day" AND "the period"."last day"
), "procurement_differences finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    "supply_kind",
    "procurement_method",
    "price_baseline",
    COUNT(*) FILTER (WHERE "saved kept") AS "saved rows",
    COUNT("saved of") FILTER (WHERE "saved kept") AS "saved n",
    SUM("saved of") FILTER (WHERE "saved kept") AS "saved sum",
    COUNT(*) FILTER (WHERE "avoided kept") AS "avoided rows",
    COUNT("saved of") FILTER (WHERE "avoided kept") AS "avoided n",
    SUM("saved of") FILTER (WHERE "avoided kept") AS "avoided sum",
    COUNT(*) AS "compared_contracts rows",
    COUNT("compared_contracts of") AS "compared_contracts n"
  FROM "procurement_differences rows"
  GROUP BY
    "supply_kind",
    "procurement_method",
    "price_baseline"
), "procurement_differences cells" AS (
  -- What adds up, in every cell.
  SELECT
    "supply_kind",
    "procurement_method",
    "price_baseline",
    GROUPING("supply_kind") AS "supply_kind rolled up",
    GROUPING("procurement_method") AS "procurement_method rolled up",
    GROUPING("price_baseline") AS "price_baseline rolled up",
    SUM("saved rows") AS "saved rows",
    SUM("saved n") AS "saved n",
    SUM("saved sum") AS "saved sum",
    SUM("avoided rows") AS "avoided rows",
    SUM("avoided n") AS "avoided n",
    SUM("avoided sum") AS "avoided sum",
    SUM("compared_contracts rows") AS "compared_contracts rows",
    SUM("compared_contracts n") AS "compared_contracts n"
  FROM "procurement_differences finest"
  GROUP BY
    GROUPING SETS (
      (),
      ("supply_kind"),
      ("procurement_method"),
      ("price_baseline")
    )
), "procurement_differences taken" AS (
  -- What does not add up, from the rows of every cell.
  SELECT
    "supply_kind",
    "procurement_method",
    "price_baseline",
    GROUPING("supply_kind") AS "supply_kind rolled up",
    GROUPING("procurement_method") AS "procurement_method rolled up",
    GROUPING("price_baseline") AS "price_baseline rolled up",
    COUNT(DISTINCT "compared_contracts of") AS "compared_contracts distinct"
  FROM "procurement_differences rows"
  GROUP BY
    GROUPING SETS (
      (),
      ("supply_kind"),
      ("procurement_method"),
      ("price_baseline")
    )
), "breakdowns" AS (
  -- What each breakdown splits by: 0 there, 1 elsewhere.
  SELECT
    "breakdown",
    "supply_kind rolled up",
    "procurement_method rolled up",
    "price_baseline rolled up"
  FROM (VALUES
    (1, 0, 1, 1),
    (2, 1, 0, 1),
    (3, 1, 1, 0)) AS "each"("breakdown", "supply_kind rolled up", "procurement_method rolled up", "price_baseline rolled up")
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown",
    CAST(NULL AS TEXT) AS "supply_kind",
    CAST(NULL AS TEXT) AS "procurement_method",
    CAST(NULL AS TEXT) AS "price_baseline",
    1 AS "supply_kind rolled up",
    1 AS "procurement_method rolled up",
    1 AS "price_baseline rolled up"
  UNION
  SELECT
    "breakdowns"."breakdown",
    "procurement_differences cells"."supply_kind",
    "procurement_differences cells"."procurement_method",
    "procurement_differences cells"."price_baseline",
    "breakdowns"."supply_kind rolled up",
    "breakdowns"."procurement_method rolled up",
    "breakdowns"."price_baseline rolled up"
  FROM "procurement_differences cells"
  JOIN "breakdowns"
    ON "procurement_differences cells"."supply_kind rolled up" = "breakdowns"."supply_kind rolled up"
    AND "procurement_differences cells"."procurement_method rolled up" = "breakdowns"."procurement_method rolled up"
    AND "procurement_differences cells"."price_baseline rolled up" = "breakdowns"."price_baseline rolled up"
  CROSS JOIN "is submitted"
  WHERE
    "is submitted"."procurement_differences"
    AND (
      "procurement_differences cells"."saved rows" > 0
      OR "procurement_differences cells"."avoided rows" > 0
      OR "procurement_differences cells"."compared_contracts rows" > 0
    )
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    "all cells"."supply_kind",
    "all cells"."procurement_method",
    "all cells"."price_baseline",
    "all cells"."supply_kind rolled up",
    "all cells"."procurement_method rolled up",
    "all cells"."price_baseline rolled up",
    -- Saved against the price last paid (indicators/procurement_savings.yaml: measures.saved)
    CASE
      WHEN "is submitted"."procurement_differences"
      THEN CAST(CASE
        WHEN ABS(CAST(COALESCE("procurement_differences cells"."saved sum", 0) AS DECIMAL(32, 4))) <= 1E15
        THEN CAST(COALESCE("procurement_differences cells"."saved sum", 0) AS DECIMAL(32, 4))
      END AS DECIMAL(20, 4))
    END AS "saved",
    CASE
      WHEN NOT "is submitted"."procurement_differences"
      THEN 1
      WHEN CAST(CASE
        WHEN ABS(CAST(COALESCE("procurement_differences cells"."saved sum", 0) AS DECIMAL(32, 4))) <= 1E15
        THEN CAST(COALESCE("procurement_differences cells"."saved sum", 0) AS DECIMAL(32, 4))
      END AS DECIMAL(20, 4)) IS NOT NULL
      THEN 9
      WHEN COALESCE("procurement_differences cells"."saved n", 0) = 0
      THEN 2
      ELSE 4
    END AS "saved reason",
    COALESCE("procurement_differences cells"."saved n", 0) AS "saved n",
    -- Avoided against offers or estimates (indicators/procurement_savings.yaml: measures.avoided)
    CASE
      WHEN "is submitted"."procurement_differences"
      THEN CAST(CASE
        WHEN ABS(CAST(COALESCE("procurement_differences cells"."avoided sum", 0) AS DECIMAL(32, 4))) <= 1E15
        THEN CAST(COALESCE("procurement_differences cells"."avoided sum", 0) AS DECIMAL(32, 4))
      END AS DECIMAL(20, 4))
    END AS "avoided",
    CASE
      WHEN NOT "is submitted"."procurement_differences"
      THEN 1
      WHEN CAST(CASE
        WHEN ABS(CAST(COALESCE("procurement_differences cells"."avoided sum", 0) AS DECIMAL(32, 4))) <= 1E15
        THEN CAST(COALESCE("procurement_differences cells"."avoided sum", 0) AS DECIMAL(32, 4))
      END AS DECIMAL(20, 4)) IS NOT NULL
      THEN 9
      WHEN COALESCE("procurement_differences cells"."avoided n", 0) = 0
      THEN 2
      ELSE 4
    END AS "avoided reason",
    COALESCE("procurement_differences cells"."avoided n", 0) AS "avoided n",
    -- Contracts compared with a baseline, in contract (indicators/procurement_savings.yaml:
    --   measures.compared_contracts)
    CASE
      WHEN "is submitted"."procurement_differences"
      THEN COALESCE("procurement_differences taken"."compared_contracts distinct", 0)
    END AS "compared_contracts",
    CASE WHEN NOT "is submitted"."procurement_differences" THEN 1 ELSE 9 END AS "compared_contracts reason",
    COALESCE("procurement_differences cells"."compared_contracts n", 0) AS "compared_contracts n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "procurement_differences cells"
    ON "procurement_differences cells"."supply_kind rolled up" = "all cells"."supply_kind rolled up"
    AND "procurement_differences cells"."supply_kind" IS NOT DISTINCT FROM "all cells"."supply_kind"
    AND "procurement_differences cells"."procurement_method rolled up" = "all cells"."procurement_method rolled up"
    AND "procurement_differences cells"."procurement_method" IS NOT DISTINCT FROM "all cells"."procurement_method"
    AND "procurement_differences cells"."price_baseline rolled up" = "all cells"."price_baseline rolled up"
    AND "procurement_differences cells"."price_baseline" IS NOT DISTINCT FROM "all cells"."price_baseline"
  LEFT JOIN "procurement_differences taken"
    ON "procurement_differences taken"."supply_kind rolled up" = "all cells"."supply_kind rolled up"
    AND "procurement_differences taken"."supply_kind" IS NOT DISTINCT FROM "all cells"."supply_kind"
    AND "procurement_differences taken"."procurement_method rolled up" = "all cells"."procurement_method rolled up"
    AND "procurement_differences taken"."procurement_method" IS NOT DISTINCT FROM "all cells"."procurement_method"
    AND "procurement_differences taken"."price_baseline rolled up" = "all cells"."price_baseline rolled up"
    AND "procurement_differences taken"."price_baseline" IS NOT DISTINCT FROM "all cells"."price_baseline"
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Cost savings, in CHF = saved
    "saved" AS "cost_savings",
    "saved reason" AS "cost_savings reason",
    -- Cost avoidance, in CHF = avoided
    "avoided" AS "cost_avoidance",
    "avoided reason" AS "cost_avoidance reason",
    -- Contracts compared, in contract = compared_contracts
    "compared_contracts" AS "contracts",
    "compared_contracts reason" AS "contracts reason"
  FROM "measures"
)
SELECT
  "breakdown",
  "supply_kind",
  "procurement_method",
  "price_baseline",
  GREATEST("saved n", "avoided n", "compared_contracts n") AS "n",
  "cost_savings",
  CASE
    WHEN "cost_savings" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "cost_savings reason" = 1
    THEN 'not_submitted'
    WHEN "cost_savings reason" = 2
    THEN 'no_data'
    WHEN "cost_savings reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "cost_savings_reason",
  "cost_avoidance",
  CASE
    WHEN "cost_avoidance" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "cost_avoidance reason" = 1
    THEN 'not_submitted'
    WHEN "cost_avoidance reason" = 2
    THEN 'no_data'
    WHEN "cost_avoidance reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "cost_avoidance_reason",
  "contracts",
  CASE
    WHEN "contracts" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "contracts reason" = 1
    THEN 'not_submitted'
    WHEN "contracts reason" = 2
    THEN 'no_data'
    WHEN "contracts reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "contracts_reason"
FROM "formulas"
ORDER BY
  "breakdown",
  "supply_kind",
  "procurement_method",
  "price_baseline";
