package org.inquest.lab.sweep.probe;

/// Something in the kernel that sees what an unhandled failure did.
///
/// @param name `kmemleak`
/// @param there whether it is there; a clause where that is not known
/// @param sees what it sees
public record Detector(String name, String there, String sees) {}
