from messaging.models.mail import DemoEmail, EmailDelivery
from messaging.models.outbox import OutboxEntry
from messaging.models.reminders import Reminder, ReminderSetting
from messaging.models.threads import Message, Thread, ThreadParty, ThreadReading

__all__ = [
    "DemoEmail",
    "EmailDelivery",
    "Message",
    "OutboxEntry",
    "Reminder",
    "ReminderSetting",
    "Thread",
    "ThreadParty",
    "ThreadReading",
]
