-- What can be bought, and for how much. Prices and limits of a charge come from here, never from a caller.
CREATE TABLE plans (
    code text PRIMARY KEY CONSTRAINT plans_code CHECK (code IN ('ascent', 'glide', 'soar')),
    rank smallint NOT NULL CONSTRAINT plans_rank UNIQUE,
    name text NOT NULL,
    monthly_paise bigint NOT NULL CONSTRAINT plans_monthly CHECK (monthly_paise >= 100),
    yearly_paise bigint NOT NULL CONSTRAINT plans_yearly CHECK (yearly_paise >= 100),
    popular boolean NOT NULL DEFAULT false,
    limits jsonb NOT NULL CONSTRAINT plans_limits CHECK (
        limits ?& ARRAY['moves_per_week', 'campaigns', 'icps', 'team_seats', 'storage_gb', 'max_file_mb',
                        'api_calls_per_hour', 'ai_generations_per_day']),
    features text[] NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER plans_touch BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
DO $$ BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plans FROM %I', current_schema());
END $$;

-- -1 means unlimited.
INSERT INTO plans (code, rank, name, monthly_paise, yearly_paise, popular, limits, features) VALUES
('ascent', 1, 'Ascent', 500000, 5000000, false,
 '{"moves_per_week": 3, "campaigns": 3, "icps": 3, "team_seats": 1, "storage_gb": 5, "max_file_mb": 50,
   "api_calls_per_hour": 100, "ai_generations_per_day": 10}',
 ARRAY['3 moves a week', '3 campaigns', '3 ideal customer profiles', '1 team seat',
       '5 GB of storage, files up to 50 MB', '10 AI generations a day', 'Muse, basic', 'Basic Matrix',
       'Support by email']),
('glide', 2, 'Glide', 700000, 7000000, true,
 '{"moves_per_week": -1, "campaigns": -1, "icps": 10, "team_seats": 5, "storage_gb": 25, "max_file_mb": 200,
   "api_calls_per_hour": 500, "ai_generations_per_day": 50}',
 ARRAY['Unlimited moves', 'Unlimited campaigns', '10 ideal customer profiles', '5 team seats',
       '25 GB of storage, files up to 200 MB', '50 AI generations a day', 'Muse, advanced, with voice training',
       'Full Matrix, Blackbox vault and cohort segmentation', 'Priority support']),
('soar', 3, 'Soar', 1000000, 10000000, false,
 '{"moves_per_week": -1, "campaigns": -1, "icps": -1, "team_seats": -1, "storage_gb": 100, "max_file_mb": 500,
   "api_calls_per_hour": 2000, "ai_generations_per_day": -1}',
 ARRAY['Unlimited moves', 'Unlimited campaigns', 'Unlimited ideal customer profiles', 'Unlimited team seats',
       '100 GB of storage, files up to 500 MB', 'Unlimited AI generations', 'Muse with custom AI training',
       'Full Matrix, Blackbox vault and cohort segmentation',
       'Export without product branding, API access and custom integrations', 'A dedicated success manager']);
