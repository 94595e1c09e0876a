package io.github.reactorchutes.examples.batch;

/**
 * The store of a batch, and who uses it.
 *
 * @param name its name, which has no password
 * @param account the server that generates its videos
 * @param hasAllVideos whether this machine reaches the videos that other machines made
 * @param user who resends jobs, for their histories
 */
public record StoredBatchSettings(String name, String account, boolean hasAllVideos, String user) {}
