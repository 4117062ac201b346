"""The indicators, each after those that it reads."""

from __future__ import annotations

from ..runtime.definitions import Indicator
from . import (
    average_recruitment_time,
    mandatory_training,
    workforce_proportions,
    unqualified_audit_opinions,
    procurement_savings,
    oversight_recommendations,
    oversight_engagement_time,
)

INDICATORS: tuple[Indicator, ...] = (
    average_recruitment_time.INDICATOR,
    mandatory_training.INDICATOR,
    workforce_proportions.INDICATOR,
    unqualified_audit_opinions.INDICATOR,
    procurement_savings.INDICATOR,
    oversight_recommendations.INDICATOR,
    oversight_engagement_time.INDICATOR,
)
