"""The indicators, each after those that it reads."""

from __future__ import annotations

from ..runtime.definitions import Indicator
from . import (
    average_recruitment_time,
    mandatory_training,
    oversight_engagement_time,
    oversight_recommendations,
    procurement_savings,
    unqualified_audit_opinions,
    workforce_proportions,
)

INDICATORS: tuple[Indicator, ...] = (
    average_recruitment_time.INDICATOR,
    mandatory_training.INDICATOR,
    oversight_engagement_time.INDICATOR,
    oversight_recommendations.INDICATOR,
    procurement_savings.INDICATOR,
    unqualified_audit_opinions.INDICATOR,
    workforce_proportions.INDICATOR,
)
