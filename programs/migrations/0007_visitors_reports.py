import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from programs.models.report import new_reference


def give_references(apps, schema_editor):
    """Give each report that is there already a reference of its own."""
    reports = apps.get_model("programs", "Report").objects.using(schema_editor.connection.alias)
    for key in list(reports.values_list("pk", flat=True)):
        reports.filter(pk=key).update(reference=new_reference())


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SenderMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_correction_names_program",
        ),
        migrations.AddField(
            model_name="report",
            name="change",
            field=models.ForeignKey(
                blank=True,
                help_text="What came of it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programs.change",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="proposed",
            field=models.TextField(blank=True, max_length=1000, verbose_name="what is right"),
        ),
        migrations.AddField(
            model_name="report",
            name="reference",
            field=models.CharField(default="", editable=False, max_length=12),
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="report",
            name="reference",
            field=models.CharField(
                default=new_reference, editable=False, max_length=12, unique=True
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="suggested_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="report",
            name="suggested_organization",
            field=models.CharField(blank=True, max_length=120, verbose_name="organization"),
        ),
        migrations.AddField(
            model_name="report",
            name="suggested_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("degree", "Degree"),
                    ("bootcamp", "Bootcamp"),
                    ("course", "Course"),
                    ("internship", "Internship"),
                    ("research", "Research program"),
                    ("fellowship", "Fellowship"),
                    ("residency", "Residency"),
                    ("scholarship", "Scholarship"),
                    ("grant", "Grant"),
                ],
                max_length=16,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="suggested_url",
            field=models.URLField(blank=True, max_length=500, verbose_name="official page"),
        ),
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("correction", "Something is wrong"),
                    ("ended", "A program has ended"),
                    ("suggestion", "A program is missing"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("held", "Held as likely spam"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                ],
                default="received",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["correction", "ended", "suggestion"])),
                name="report_kind_known",
                violation_error_message="kind must be one of correction, ended, suggestion.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "held", "accepted", "declined"])),
                name="report_state_known",
                violation_error_message="state must be one of received, held, accepted, declined.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "suggested_type__in",
                        [
                            "degree",
                            "bootcamp",
                            "course",
                            "internship",
                            "research",
                            "fellowship",
                            "residency",
                            "scholarship",
                            "grant",
                            "",
                        ],
                    )
                ),
                name="report_suggested_type_known",
                violation_error_message="suggested_type must be one of degree, bootcamp, course, internship, research, fellowship, residency, scholarship, grant, or blank where the sources do not say.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("program__isnull", False), ("kind", "suggestion"), _connector="OR"
                ),
                name="report_correction_names_program",
                violation_error_message="A correction needs the program that it corrects.",
            ),
        ),
        migrations.AddIndex(
            model_name="sendermark",
            index=models.Index(fields=["mark", "at"], name="sender_mark_by_network"),
        ),
    ]
