-- Opinions of the External Auditor
-- One row for each set of financial statements that the External Auditor audits for a financial year.
CREATE TABLE "external_audit_opinions" (
  -- Number of the row
  "opinion_id" VARCHAR,
  -- Last day of the financial year
  "financial_year_end" DATE,
  -- Financial statements
  "statements" VARCHAR,
  -- Opinion
  "opinion" VARCHAR,
  -- Emphasis of matter
  "emphasis_of_matter" BOOLEAN,
  -- Signed on
  "signed_on" DATE,
  -- Council document
  "document_number" VARCHAR
);

-- Mandatory courses
-- One row for each mandatory course.
CREATE TABLE "mandatory_courses" (
  -- Course code
  "course_code" VARCHAR,
  -- Title of the course
  "title" VARCHAR
);

-- Audits, investigations and evaluations
-- One row for each audit, investigation or evaluation.
CREATE TABLE "oversight_engagements" (
  -- Engagement number
  "engagement_id" VARCHAR,
  -- Type
  "engagement_type" VARCHAR,
  -- Started on
  "started_on" DATE,
  -- Final report issued on
  "report_issued_on" DATE
);

-- Contract prices compared with a baseline
-- One row for each item of a contract that is compared with a baseline price.
CREATE TABLE "procurement_differences" (
  -- Number of the row
  "line_id" VARCHAR,
  -- Contract number
  "contract_number" VARCHAR,
  -- Contract awarded on
  "awarded_on" DATE,
  -- Goods or services
  "supply_kind" VARCHAR,
  -- Procurement method
  "procurement_method" VARCHAR,
  -- Compared with
  "price_baseline" VARCHAR,
  -- Amount at the baseline price (CHF)
  "baseline_amount" DECIMAL(19, 4),
  -- Amount at the contract price (CHF)
  "contract_amount" DECIMAL(19, 4),
  -- Evidence
  "evidence" VARCHAR
);

-- Oversight recommendations
-- One row for each recommendation of an oversight body.
CREATE TABLE "recommendations" (
  -- Recommendation number
  "recommendation_id" VARCHAR,
  -- Source
  "oversight_source" VARCHAR,
  -- Addressed to
  "addressee" VARCHAR,
  -- Report
  "report_number" VARCHAR,
  -- Received on
  "received_on" DATE,
  -- Decision
  "decision" VARCHAR,
  -- Decided on
  "decided_on" DATE
);

-- Recruitment cases
-- One row for each post that a vacancy notice set out to fill, whatever became of it.
CREATE TABLE "recruitments" (
  -- Case number
  "case_id" VARCHAR,
  -- Sector
  "sector" VARCHAR,
  -- Grade of the post
  "grade" VARCHAR,
  -- Duty station
  "duty_station" VARCHAR,
  -- Appointment of one year or more
  "one_year_or_more" BOOLEAN,
  -- Vacancy notice published on
  "published_on" DATE,
  -- Offer accepted on
  "offer_accepted_on" DATE,
  -- Notice withdrawn on
  "withdrawn_on" DATE,
  -- Outcome
  "outcome" VARCHAR
);

-- Staff in post at the end of the year
-- One row for each staff member in post on 31 December of a year.
CREATE TABLE "staff_at_year_end" (
  -- Staff number and year
  "staff_line" VARCHAR,
  -- Staff number
  "staff_number" VARCHAR,
  -- Reference date
  "as_of" DATE,
  -- Gender
  "gender" VARCHAR,
  -- Grade
  "grade" VARCHAR,
  -- Sector
  "sector" VARCHAR,
  -- Duty station
  "duty_station" VARCHAR
);

-- Mandatory training of each staff member
-- One row for each staff member in post on 31 December and each course that is mandatory for that person.
CREATE TABLE "training_records" (
  -- Staff number and year
  "staff" VARCHAR,
  -- Course code
  "course" VARCHAR,
  -- Reference date
  "as_of" DATE,
  -- Assigned on
  "assigned_on" DATE,
  -- Exempt
  "exempt" BOOLEAN,
  -- Reason of the exemption
  "exempt_reason" VARCHAR,
  -- Completed on
  "completed_on" DATE,
  -- Certificate valid until
  "valid_until" DATE
);

-- Workforce at the end of the year
-- One row for each person in the workforce on 31 December of a year.
CREATE TABLE "workforce_at_year_end" (
  -- Person number
  "person_number" VARCHAR,
  -- Reference date
  "as_of" DATE,
  -- Group of the workforce
  "workforce_group" VARCHAR,
  -- Gender
  "gender" VARCHAR,
  -- Region of nationality
  "region" VARCHAR,
  -- Grade
  "grade" VARCHAR,
  -- Sector
  "sector" VARCHAR,
  -- Duty station
  "duty_station" VARCHAR
);
