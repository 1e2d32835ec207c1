from messaging.models.mail import DemoEmail, EmailDelivery
from messaging.models.outbox import OutboxEntry
from messaging.models.reminders import Reminder, ReminderSetting

__all__ = ["DemoEmail", "EmailDelivery", "OutboxEntry", "Reminder", "ReminderSetting"]
