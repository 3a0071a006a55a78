package org.inquest.lab.sweep.probe;

/// A disk or partition with a switch for its failures.
///
/// @param path `/sys/block/vda/make-it-fail`
/// @param value what it says
public record DiskKnob(String path, String value) {}
