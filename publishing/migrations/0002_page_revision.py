from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0001_log_queue_and_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="page",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="revision"),
        ),
    ]
