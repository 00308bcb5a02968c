// The outbox: a mail is written in the transaction of its event and sent later. Holds no secret: links are made at sending.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { StoredMailState } from '../contract/states.ts';
import type { MailKind } from '../domain/mail.ts';

export class OutgoingMail extends Model<InferAttributes<OutgoingMail>, InferCreationAttributes<OutgoingMail>> {
  declare id: string;
  declare kind: MailKind;
  declare accountId: CreationOptional<string | null>;
  declare recipient: string;
  declare payload: string;
  declare uniqueKey: string;
  declare isUrgent: boolean;
  declare state: StoredMailState;
  declare attempts: number;
  declare nextAttemptAt: CreationOptional<Date | null>;
  declare sentAt: CreationOptional<Date | null>;
  declare lastError: CreationOptional<string | null>;
  /** Since when staff expect nothing more of it: only of what has failed, or may have left. */
  declare dismissedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    OutgoingMail.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      kind: DataTypes.TEXT,
      accountId: DataTypes.TEXT,
      recipient: DataTypes.TEXT,
      payload: DataTypes.TEXT,
      uniqueKey: DataTypes.TEXT,
      isUrgent: DataTypes.BOOLEAN,
      state: DataTypes.TEXT,
      attempts: DataTypes.INTEGER,
      nextAttemptAt: DataTypes.DATE,
      sentAt: DataTypes.DATE,
      lastError: DataTypes.TEXT,
      dismissedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'outgoing_mails' });
  }
}
