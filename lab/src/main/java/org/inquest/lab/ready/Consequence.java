package org.inquest.lab.ready;

/// What one setting makes of one event. The checks give these; [Outcome] puts them together.
public sealed interface Consequence {
  /// The event it is about.
  Event event();

  /// The event becomes a panic.
  ///
  /// @param how after how long, and by which setting
  record Panics(Event event, String how) implements Consequence {}

  /// The machine is reset, and its memory is lost.
  record Resets(Event event, String how) implements Consequence {}

  /// What happens where nothing turns the event into a panic, if that can be said better than
  /// [Event] does.
  record GoesOn(Event event, String how) implements Consequence {}

  /// A setting that decides about this event could not be seen.
  record Unseen(Event event, String what) implements Consequence {}

  /// A panic leaves a dump.
  record Saves(String how) implements Consequence {
    @Override
    public Event event() {
      return Event.PANIC;
    }
  }

  /// A panic leaves no dump.
  record Loses(String why) implements Consequence {
    @Override
    public Event event() {
      return Event.PANIC;
    }
  }

  /// A panic may leave no dump, or a damaged one.
  record Risks(String why) implements Consequence {
    @Override
    public Event event() {
      return Event.PANIC;
    }
  }
}
