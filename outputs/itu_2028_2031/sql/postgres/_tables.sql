-- Opinions of the External Auditor
-- One row for each set of financial statements that the External Auditor audits for a financial year.
CREATE TABLE "external_audit_opinions" (
  -- Number of the row
  "opinion_id" TEXT,
  -- Last day of the financial year
  "financial_year_end" DATE,
  -- Financial statements
  "statements" TEXT,
  -- Opinion
  "opinion" TEXT,
  -- Emphasis of matter
  "emphasis_of_matter" BOOLEAN,
  -- Signed on
  "signed_on" DATE,
  -- Council document
  "document_number" TEXT
);

-- Mandatory courses
-- One row for each mandatory course.
CREATE TABLE "mandatory_courses" (
  -- Course code
  "course_code" TEXT,
  -- Title of the course
  "title" TEXT
);

-- Audits, investigations and evaluations
-- One row for each audit, investigation or evaluation.
CREATE TABLE "oversight_engagements" (
  -- Engagement number
  "engagement_id" TEXT,
  -- Type
  "engagement_type" TEXT,
  -- Started on
  "started_on" DATE,
  -- Final report issued on
  "report_issued_on" DATE
);

-- Contract prices compared with a baseline
-- One row for each item of a contract that is compared with a baseline price.
CREATE TABLE "procurement_differences" (
  -- Number of the row
  "line_id" TEXT,
  -- Contract number
  "contract_number" TEXT,
  -- Contract awarded on
  "awarded_on" DATE,
  -- Goods or services
  "supply_kind" TEXT,
  -- Procurement method
  "procurement_method" TEXT,
  -- Compared with
  "price_baseline" TEXT,
  -- Amount at the baseline price (CHF)
  "baseline_amount" DECIMAL,
  -- Amount at the contract price (CHF)
  "contract_amount" DECIMAL,
  -- Evidence
  "evidence" TEXT
);

-- Oversight recommendations
-- One row for each recommendation of an oversight body.
CREATE TABLE "recommendations" (
  -- Recommendation number
  "recommendation_id" TEXT,
  -- Source
  "oversight_source" TEXT,
  -- Addressed to
  "addressee" TEXT,
  -- Report
  "report_number" TEXT,
  -- Received on
  "received_on" DATE,
  -- Decision
  "decision" TEXT,
  -- Decided on
  "decided_on" DATE
);

-- Recruitment cases
-- One row for each post that a vacancy notice set out to fill, whatever became of it.
CREATE TABLE "recruitments" (
  -- Case number
  "case_id" TEXT,
  -- Sector
  "sector" TEXT,
  -- Grade of the post
  "grade" TEXT,
  -- Duty station
  "duty_station" TEXT,
  -- Appointment of one year or more
  "one_year_or_more" BOOLEAN,
  -- Vacancy notice published on
  "published_on" DATE,
  -- Offer accepted on
  "offer_accepted_on" DATE,
  -- Notice withdrawn on
  "withdrawn_on" DATE,
  -- Outcome
  "outcome" TEXT
);

-- Staff in post at the end of the year
-- One row for each staff member in post on 31 December of a year.
CREATE TABLE "staff_at_year_end" (
  -- Staff number and year
  "staff_line" TEXT,
  -- Staff number
  "staff_number" TEXT,
  -- Reference date
  "as_of" DATE,
  -- Gender
  "gender" TEXT,
  -- Grade
  "grade" TEXT,
  -- Sector
  "sector" TEXT,
  -- Duty station
  "duty_station" TEXT
);

-- Mandatory training of each staff member
-- One row for each staff member in post on 31 December and each course that is mandatory for that person.
CREATE TABLE "training_records" (
  -- Staff number and year
  "staff" TEXT,
  -- Course code
  "course" TEXT,
  -- Reference date
  "as_of" DATE,
  -- Assigned on
  "assigned_on" DATE,
  -- Exempt
  "exempt" BOOLEAN,
  -- Reason of the exemption
  "exempt_reason" TEXT,
  -- Completed on
  "completed_on" DATE,
  -- Certificate valid until
  "valid_until" DATE
);

-- Workforce at the end of the year
-- One row for each person in the workforce on 31 December of a year.
CREATE TABLE "workforce_at_year_end" (
  -- Person number
  "person_number" TEXT,
  -- Reference date
  "as_of" DATE,
  -- Group of the workforce
  "workforce_group" TEXT,
  -- Gender
  "gender" TEXT,
  -- Region of nationality
  "region" TEXT,
  -- Grade
  "grade" TEXT,
  -- Sector
  "sector" TEXT,
  -- Duty station
  "duty_station" TEXT
);
