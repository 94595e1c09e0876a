package io.github.reactorchutes.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of the table of jobs, without its request. */
record JobRow(
        String id,
        String account,
        String dedupeKey,
        String endpoint,
        String url,
        String requestSha256,
        JobState state,
        long epoch,
        long sendingEpoch,
        int calls,
        int paidCalls,
        int refusals,
        long retryAt,
        boolean cancelRequested,
        @Nullable String invocationId,
        long bytesReceived,
        @Nullable String videoKey,
        @Nullable String videoSha256,
        long videoBytes,
        @Nullable String error,
        long createdAt,
        long updatedAt) {

    static final String COLUMNS = "id, account, dedupe_key, endpoint, url, request_sha256, state, epoch, sending_epoch,"
            + " calls, paid_calls, refusals, retry_at, cancel_requested, invocation_id, bytes_received, video_key,"
            + " video_sha256, video_bytes, error, created_at, updated_at";

    static JobRow read(ResultSet row) throws SQLException {
        return new JobRow(
                row.getString("id"),
                row.getString("account"),
                row.getString("dedupe_key"),
                row.getString("endpoint"),
                row.getString("url"),
                row.getString("request_sha256"),
                JobState.valueOf(row.getString("state")),
                row.getLong("epoch"),
                row.getLong("sending_epoch"),
                row.getInt("calls"),
                row.getInt("paid_calls"),
                row.getInt("refusals"),
                row.getLong("retry_at"),
                row.getInt("cancel_requested") != 0,
                row.getString("invocation_id"),
                row.getLong("bytes_received"),
                row.getString("video_key"),
                row.getString("video_sha256"),
                row.getLong("video_bytes"),
                row.getString("error"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
