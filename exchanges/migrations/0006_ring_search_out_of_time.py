from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchanges', '0005_rings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ringrun',
            name='failure',
            field=models.CharField(blank=True, choices=[('fixed', 'The legs that were kept cannot stand together.'), ('time', 'Rings with the legs that were kept were not found in time.'), ('broken', 'The search could not be finished.')], max_length=8, verbose_name='why there is no result'),
        ),
    ]
