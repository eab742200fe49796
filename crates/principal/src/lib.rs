//! Who is calling: checks of access tokens and of service credentials.
