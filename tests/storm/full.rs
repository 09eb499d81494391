//! A database whose disk is full.
