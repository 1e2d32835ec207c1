from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hosts', '0005_gazetteer'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchword',
            name='lexeme',
            field=models.CharField(default='', help_text='As the index knows it.', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='searchword',
            name='shown',
            field=models.CharField(default='', help_text='As people write it.', max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='searchword',
            name='entries',
            field=models.PositiveIntegerField(default=1, help_text='How often it occurs.'),
        ),
        migrations.AlterField(
            model_name='searchword',
            name='word',
            field=models.CharField(help_text='Folded: lower case, without accents.', max_length=40, primary_key=True, serialize=False),
        ),
    ]
