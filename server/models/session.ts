// A browser that is let in; only the fingerprint of its cookie is kept.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { SessionKind } from '../domain/session.ts';

export class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  declare tokenHash: string;
  declare kind: SessionKind;
  declare accountId: CreationOptional<string | null>;
  declare agentId: CreationOptional<string | null>;
  /** The agent who sees the portal as this account does, and may change nothing. */
  declare viewerId: CreationOptional<string | null>;
  declare family: string;
  declare isRemembered: boolean;
  /** Where it was opened: address block and program, in words. */
  declare place: CreationOptional<string>;
  /** Without power until the password is given again. */
  declare lockedAt: CreationOptional<Date | null>;
  declare usedAt: CreationOptional<Date | null>;
  declare lastSeenAt: Date;
  declare expiresAt: Date;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Session.init({
      tokenHash: { type: DataTypes.TEXT, primaryKey: true },
      kind: DataTypes.TEXT,
      accountId: DataTypes.TEXT,
      agentId: DataTypes.TEXT,
      viewerId: DataTypes.TEXT,
      family: DataTypes.TEXT,
      isRemembered: DataTypes.BOOLEAN,
      place: { type: DataTypes.TEXT, defaultValue: '' },
      lockedAt: DataTypes.DATE,
      usedAt: DataTypes.DATE,
      lastSeenAt: DataTypes.DATE,
      expiresAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'sessions', updatedAt: false });
  }
}
