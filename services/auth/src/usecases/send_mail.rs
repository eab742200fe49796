use bootstrap::mail::Mail;
use database::{
    Conn,
    email_log::{self, Queued},
};
use primitives::{Email, UserId};
use principal::AccountState;
use time::Duration;
use uuid::Uuid;

use super::{deliver_outbox::Undone, errand::Errand};
use crate::{
    clients::mails::{self, Letter},
    context::Context,
    domain::{profile::Profile, secrets::Purpose},
    error::AuthError,
    store::{
        accounts,
        one_time_tokens::{self, Mailed},
        users,
    },
};

/// More mails of one kind to one user are not sent, whoever asks for them.
const MOST_PER_HOUR: i64 = 5;

struct Addressed {
    to: Email,
    name: String,
    letter: Letter,
}

/// Writes and sends the mail of an errand. Nothing is sent to nobody, to a closed account, or too often.
pub async fn send_mail(
    context: &Context,
    event_key: &str,
    errand: &Errand,
) -> Result<Option<String>, Undone> {
    let Some(mail) = prepare(context, event_key, errand).await? else { return Ok(None) };
    let sent = context
        .mailer
        .send(Mail {
            event_key,
            to: mail.to.as_str(),
            to_name: &mail.name,
            subject: mail.letter.subject,
            text: mail.letter.text,
            html: mail.letter.html,
        })
        .await;
    match sent {
        Ok(message_id) => Ok(Some(message_id)),
        Err(error) => Err(Undone { permanent: error.is_permanent(), why: error.to_string() }),
    }
}

async fn prepare(
    context: &Context,
    event_key: &str,
    errand: &Errand,
) -> Result<Option<Addressed>, AuthError> {
    let user = match errand {
        Errand::Welcome { user } | Errand::VerifyEmail { user, .. } => Some(*user),
        Errand::ResetPassword { user, .. } => *user,
        Errand::EraseWorkspace { .. } => None,
    };
    let Some(user) = user else { return Ok(None) };
    let mut tx = context.database.begin(Context::scope_for(user)).await?;
    // Two mails at once must not both find room below the limit.
    let Some(account) = accounts::lock(&mut tx, user).await? else { return Ok(None) };
    match account.state {
        AccountState::Active | AccountState::Deactivated => {}
        AccountState::Suspended | AccountState::Banned => return Ok(None),
    }
    let profile = users::find(&mut tx, user).await?;
    let name = profile
        .as_ref()
        .map_or_else(|| account.email.local_part().to_owned(), |p| p.display_name().to_owned());
    let Some(letter) = write(&mut tx, context, errand, (user, &name, profile.as_ref())).await? else {
        return Ok(None);
    };
    let queued = Queued {
        id: context.clock.uuid(),
        event_key,
        workspace: None,
        user,
        kind: errand.kind(),
        subject: letter.subject,
    };
    email_log::queued(&mut tx, queued).await?;
    tx.commit().await?;
    Ok(Some(Addressed { to: account.email, name, letter }))
}

async fn write(
    conn: &mut Conn,
    context: &Context,
    errand: &Errand,
    (user, name, profile): (UserId, &str, Option<&Profile>),
) -> Result<Option<Letter>, AuthError> {
    Ok(match errand {
        Errand::Welcome { .. } => {
            let plans = context.page("/onboarding/plans");
            profile.map(|profile| mails::welcome(name, &profile.identification_number, &plans))
        }
        Errand::VerifyEmail { token, .. } => link(conn, context, (Purpose::EmailVerify, user, *token))
            .await?
            .map(|link| mails::verification(name, &link)),
        Errand::ResetPassword { token, .. } => link(conn, context, (Purpose::PasswordReset, user, *token))
            .await?
            .map(|link| mails::password_reset(name, &link)),
        Errand::EraseWorkspace { .. } => None,
    })
}

/// The page with the token in its address. The token is derived again for every attempt and only its hash is stored.
async fn link(
    conn: &mut Conn,
    context: &Context,
    (purpose, user, id): (Purpose, UserId, Uuid),
) -> Result<Option<String>, AuthError> {
    let now = context.clock.now();
    if one_time_tokens::issued_since(conn, (user, purpose), now - Duration::HOUR, id).await? >= MOST_PER_HOUR
    {
        return Ok(None);
    }
    let (path, life) = match purpose {
        Purpose::EmailVerify => ("/verify-email", Duration::hours(24)),
        Purpose::PasswordReset => ("/auth/reset-password", Duration::hours(1)),
    };
    let token = context.keys.secrets().mailed(purpose, id);
    let mailed = Mailed { id, purpose, user, hash: token.hash(), expires_at: now + life };
    one_time_tokens::issue(conn, &mailed, now).await?;
    Ok(Some(format!("{}?token={}", context.page(path), token.expose())))
}
