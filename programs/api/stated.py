"""Columns as the sources state them: null is what they don’t say, never a no."""

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.dates import SHAPE, PartialDate
from programs.models.fields import PartialDateField


@extend_schema_field({"type": "string", "pattern": SHAPE.replace(r"\Z", "$")})
class PartialDateText(serializers.Field):
    """A day, a month or a year, as precise as its source: `2026-01-15`, `2026-01`, `2026`."""

    def to_representation(self, value: PartialDate) -> str:
        return str(value)


class StatedSerializer(serializers.ModelSerializer):
    """Columns of a model under their own names; all that may be blank is null where it is."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        PartialDateField: PartialDateText,
    }

    def build_standard_field(self, field_name: str, model_field: models.Field) -> tuple:
        kind, options = super().build_standard_field(field_name, model_field)
        told = {
            name: options[name] for name in ("choices", "help_text", "label") if name in options
        }
        told.setdefault("label", str(model_field.verbose_name))
        return kind, told | {"allow_null": model_field.blank and model_field.editable}

    def to_representation(self, instance: models.Model) -> dict[str, Any]:
        told = super().to_representation(instance)
        return {
            name: None if value in ("", []) and self.fields[name].allow_null else value
            for name, value in told.items()
        }
