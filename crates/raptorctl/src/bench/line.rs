//! What is measured, and what is expected of it.

use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;

/// A kind of call. The first three are what the others are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    Bare,
    Hop,
    Insert,
    VerifyProfile,
    ManifestHot,
    ManifestUnchanged,
    ManifestEmptied,
    StepSave,
    Finalize,
    Rebuild,
    Initiate,
    Webhook,
    Login,
}

impl Line {
    /// In the order of measuring: each next to what it is compared with, since a machine is not the same all the time.
    pub const ALL: [Self; 13] = [
        Self::Bare,
        Self::Hop,
        Self::VerifyProfile,
        Self::ManifestHot,
        Self::ManifestUnchanged,
        Self::ManifestEmptied,
        Self::Insert,
        Self::StepSave,
        Self::Finalize,
        Self::Rebuild,
        Self::Initiate,
        Self::Webhook,
        Self::Login,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Bare => "= actix-web alone",
            Self::Hop => "= actix-web, tonic, Redis GET",
            Self::Insert => "= durable insert of a row",
            Self::VerifyProfile => "verify-profile",
            Self::ManifestHot => "manifest, hot",
            Self::ManifestUnchanged => "manifest, 304",
            Self::ManifestEmptied => "manifest, tiers emptied",
            Self::StepSave => "step save",
            Self::Finalize => "finalize",
            Self::Rebuild => "rebuild",
            Self::Initiate => "payment initiate",
            Self::Webhook => "webhook acknowledge",
            Self::Login => "login",
        }
    }

    /// What it is compared with: reads with the bare hop, writes with the bare insert.
    pub fn reference(self) -> Option<Self> {
        match self {
            Self::Bare | Self::Hop | Self::Insert => None,
            Self::VerifyProfile | Self::ManifestHot | Self::ManifestUnchanged | Self::ManifestEmptied => {
                Some(Self::Hop)
            }
            Self::StepSave
            | Self::Finalize
            | Self::Rebuild
            | Self::Initiate
            | Self::Webhook
            | Self::Login => Some(Self::Insert),
        }
    }

    /// The part of its reference's requests per second that it has to reach with 32 connections.
    pub fn share(self) -> Option<f64> {
        match self {
            Self::VerifyProfile => Some(0.6),
            Self::ManifestHot => Some(0.8),
            Self::ManifestUnchanged => Some(1.0),
            Self::StepSave => Some(0.5),
            Self::Bare
            | Self::Hop
            | Self::Insert
            | Self::ManifestEmptied
            | Self::Finalize
            | Self::Rebuild
            | Self::Initiate
            | Self::Webhook
            | Self::Login => None,
        }
    }

    /// What 99 of 100 requests have to stay below with one connection.
    pub fn patience(self) -> Option<Duration> {
        match self {
            Self::ManifestHot => Some(Duration::from_millis(2)),
            Self::StepSave | Self::Webhook => Some(Duration::from_millis(10)),
            Self::Initiate => Some(Duration::from_millis(15)),
            Self::Rebuild => Some(Duration::from_millis(100)),
            Self::Finalize => Some(Duration::from_millis(150)),
            Self::Bare
            | Self::Hop
            | Self::Insert
            | Self::VerifyProfile
            | Self::ManifestUnchanged
            | Self::ManifestEmptied
            | Self::Login => None,
        }
    }
}
