/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane-private.h"

/* Whether the verdict turned by itself: a token expired, or began to count. left: until then, -1: never. */
static gboolean
is_past_turn (SignetVerifyPane *self,
              gint64            now,
              gint64           *left)
{
  JotClaims *claims = self->report != NULL ? signet_report_get_claims (self->report) : NULL;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  gint64 turn = G_MAXINT64;
  gint64 seconds;

  if (left != NULL)
    *left = -1;
  /* a time that the user gave does not pass */
  if (claims == NULL || !signet_report_is_proved (self->report)
      || !signet_requirements_get (self->requirements, &request) || request.at != G_MININT64)
    return FALSE;

  if (g_strcmp0 (signet_report_get_code (self->report), "not-yet-valid") == 0)
    {
      if (jot_claims_get_not_before (claims, &seconds))
        turn = seconds - request.policy.leeway;
    }
  else if (signet_report_get_code (self->report) == NULL)
    {
      if (jot_claims_get_expiry (claims, &seconds))
        turn = seconds + request.policy.leeway;
    }

  if (turn == G_MAXINT64)
    return FALSE;
  if (left != NULL)
    *left = MAX (turn - now, 0);

  return now >= turn;
}

static gboolean
clock_cb (gpointer data)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (data);
  gint64 now = signet_verifier_get_now ();

  self->clock_id = 0;
  if (is_past_turn (self, now, NULL))
    {
      _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);
      return G_SOURCE_REMOVE;
    }

  signet_answer_set_time (self->answer, now);
  _signet_verify_pane_schedule_clock (self);

  return G_SOURCE_REMOVE;
}

/* Once a minute, on the minute; once a second in the last one. */
void
_signet_verify_pane_schedule_clock (SignetVerifyPane *self)
{
  gint64 left;
  guint seconds = 60;

  g_clear_handle_id (&self->clock_id, g_source_remove);
  if (self->report == NULL)
    return;

  is_past_turn (self, signet_verifier_get_now (), &left);
  if (left >= 0 && left <= 60)
    seconds = 1;
  else if (left > 0)
    seconds = (guint) (left % 60) + 1;
  self->clock_id = g_timeout_add_seconds (seconds, clock_cb, self);
}
