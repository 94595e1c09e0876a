package io.github.reactorchutes.test;

import org.jspecify.annotations.Nullable;

/** The queries of the account below {@code /users/me}, and the prices of all. */
final class AccountApi implements QueryApi {

    static final String ROOT = "/users/me";
    static final String PRICING = "/pricing";

    private static final String QUOTA_USAGE = "/quota_usage/";

    private final AccountJson account;
    private final Authentication authentication;

    AccountApi(EmulatedAccount account, Authentication authentication) {
        this.account = new AccountJson(account);
        this.authentication = authentication;
    }

    @Override
    public @Nullable Reply answer(RecordedRequest request, RequestTarget target) {
        if (target.path().equals(PRICING)) {
            return Replies.json(AccountJson.pricing());
        }
        if (!target.path().equals(ROOT) && !target.path().startsWith(ROOT + "/")) {
            return null;
        }
        PlatformError unauthenticated = authentication.refusal(request.header("Authorization"));
        return unauthenticated == null ? answer(target.path().substring(ROOT.length())) : unauthenticated.reply();
    }

    private Reply answer(String path) {
        if (path.startsWith(QUOTA_USAGE)) {
            return Replies.json(account.quotaUsage(path.substring(QUOTA_USAGE.length())));
        }
        return switch (path) {
            case "" -> Replies.json(account.user());
            case "/quotas" -> Replies.json(account.quotas());
            case "/subscription_usage" -> Replies.json(account.subscriptionUsage());
            case "/discounts" -> Replies.json(account.discounts());
            case "/price_overrides" -> Replies.json(account.priceOverrides());
            default -> PlatformError.NOT_FOUND.reply();
        };
    }
}
